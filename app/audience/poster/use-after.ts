import { useEffect, useState } from 'react';
import type { EventStatus } from '../../../contract/vocabulary';
import type { AfterFacts } from '../../../contract/messages';
import { api } from '../../api/client';

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
        void api('GET /api/audience/:slug', { slug, timeoutMs: TIMEOUT_MS }).then(
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
