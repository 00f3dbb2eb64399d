import { useState } from 'react';
import type { EventStatus } from '../../../contract/messages';
import { useTexts } from '../texts/use-texts';

/**
 * Tells a screen reader when the event's status changes. What it was as the page opened is read with the
 * page, so nothing is said then; the clock beside the title is not said each second either.
 */
export function StatusAnnouncer({ status }: { status: EventStatus }) {
  const { page } = useTexts();
  const [seen, setSeen] = useState({ status, changed: false });
  if (seen.status !== status) setSeen({ status, changed: true });
  const words = { draft: page.draft, ready: page.notYet, live: page.onAir, ended: page.ended };
  return (
    <p className="visually-hidden" role="status">
      {seen.changed ? words[status] : ''}
    </p>
  );
}
