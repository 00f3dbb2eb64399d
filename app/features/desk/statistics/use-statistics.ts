import { useEffect, useState } from 'react';
import { postJson } from '../../../realtime/client/json-request';
import type { Statistics } from '../../../../contract/statistics';

/** A sample comes every ten seconds. */
const LIVE_EVERY_MS = 10_000;

/**
 * The event's figures, read when the desk opens, again while it is live, and when that changes. Null before
 * the first answer; what was read last stays while the server does not answer.
 *
 * @param run which time on the air; the newest by default
 */
export function useStatistics(slug: string, status: string, run: string | null): Statistics | null {
  const [statistics, setStatistics] = useState<Statistics | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const read = () =>
      readStatistics(slug, run, leaving.signal).then(
        (answer) => setStatistics(answer),
        () => undefined,
      );
    void read();
    const timer = status === 'live' ? setInterval(() => void read(), LIVE_EVERY_MS) : undefined;
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [slug, status, run]);
  return statistics;
}

function readStatistics(slug: string, run: string | null, signal: AbortSignal): Promise<Statistics> {
  const query = run === null ? '' : `?run=${run}`;
  const path = `/api/v1/events/${encodeURIComponent(slug)}/statistics${query}`;
  return postJson<Statistics>(path, undefined, { method: 'GET', signal });
}
