import { useEffect, useState } from 'react';
import type { EventStatus } from '../../../contract/vocabulary';
import type { AfterFacts, AudienceAnswer } from '../../../contract/messages';

/** The recording's last part is closed a moment after the event; a crowd does not ask in the same second. */
const ASK_AFTER_MS = 4_000;
const SPREAD_MS = 8_000;
const TIMEOUT_MS = 5_000;

/**
 * What is shown of an event that is over: from the server's page, or fetched when it ends while the page is
 * open.
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
          (answer) => setAfter(answer.after),
          () => undefined,
        );
      },
      ASK_AFTER_MS + Math.random() * SPREAD_MS,
    );
    return () => clearTimeout(timer);
  }, [slug, missing]);
  return status === 'ended' ? after : null;
}

/**
 * What anybody may know of an event, as it is now. @throws Error when there is no answer, or no such event
 */
async function fetchAudience(slug: string): Promise<AudienceAnswer> {
  const answer = await fetch(`/api/audience/${encodeURIComponent(slug)}`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  // From our own server, by a contract that both sides compile against.
  return (await answer.json()) as AudienceAnswer;
}
