import { Eye } from 'lucide-react';
import { useState } from 'react';
import type { EventStatus } from '../../contract/vocabulary';
import type { PublicState } from '../../contract/messages';
import { fill } from '../../core/language';
import { serverNow } from '../realtime/client/server-clock';
import { useNow } from '../ui/clock';
import { elapsed } from '../ui/format';
import { useFormats, useTexts } from './texts/use-texts';

/** The status of the event in a line beneath its title. */
export function EventPhase({ event }: { event: PublicState['event'] }) {
  const { page } = useTexts();
  const now = useNow(1000, serverNow);
  switch (event.status) {
    case 'draft':
      return page.draft;
    case 'ready':
      return page.notYet;
    case 'live': {
      const time = elapsed(event.liveSince, now);
      return time ? fill(page.onAirFor, { time }) : page.onAir;
    }
    case 'ended':
      return page.ended;
  }
}

/**
 * Says each change of the status to a screen reader. The first one is read with the page; EventPhase, whose
 * clock would be read each second, is none of its live regions.
 */
export function StatusAnnouncer({ status }: { status: EventStatus }) {
  const { page } = useTexts();
  const [seen, setSeen] = useState({ status, changed: false });
  if (seen.status !== status) setSeen({ status, changed: true });
  const texts = { draft: page.draft, ready: page.notYet, live: page.onAir, ended: page.ended };
  return (
    <p className="visually-hidden" role="status">
      {seen.changed ? texts[status] : ''}
    </p>
  );
}

/** How many watch. Its place is reserved before the first number, so that nothing moves when it comes. */
export function Viewers({ viewers }: { viewers: number | null }) {
  const { page } = useTexts();
  const { number, plural } = useFormats();
  return (
    <p className="viewers" data-known={viewers !== null}>
      <Eye className="icon" aria-hidden="true" />
      <b className="num">{viewers === null ? '\u2007' : number(viewers)}</b>
      <span>{plural(page.watching, viewers ?? 0)}</span>
    </p>
  );
}
