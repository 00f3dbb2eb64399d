import { useEffect, useState } from 'react';
import type { AfterFacts, AudienceAnswer, EventStatus } from '../../../contract/messages';
import { fetchAudience } from './fetch-audience';

/** The recording's last part is closed a moment after the event; a crowd does not ask in the same second. */
const ASK_AFTER_MS = 4_000;
const SPREAD_MS = 8_000;

/**
 * What is told of an event that is over: from the server's drawing, or asked for when it ends while the page
 * is open.
 */
export function useAfter(slug: string, status: EventStatus, initial: AfterFacts | null): AfterFacts | null {
  const [after, setAfter] = useState(initial);
  const missing = status === 'ended' && after === null;
  useEffect(() => {
    if (!missing) return;
    const timer = setTimeout(
      () => {
        // Without an answer the page says what it knows: that it is over.
        void fetchAudience(slug).then(
          (answer: AudienceAnswer) => setAfter(answer.after),
          () => undefined,
        );
      },
      ASK_AFTER_MS + Math.random() * SPREAD_MS,
    );
    return () => clearTimeout(timer);
  }, [slug, missing]);
  return status === 'ended' ? after : null;
}
