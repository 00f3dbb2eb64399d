import { useEffect } from 'react';
import { heartbeatOf } from '../mount/heartbeat';
import type { Learn } from './use-known';

/**
 * Goes on with the page's heartbeat (started by bootstrap.ts) for as long as there is something to watch, and
 * learns the count.
 */
export function useHeartbeat(slug: string, wanted: boolean, learn: Learn): void {
  useEffect(() => heartbeatOf(slug).onAnswer(learn), [slug, learn]);
  useEffect(() => {
    heartbeatOf(slug).follow(wanted);
    return () => heartbeatOf(slug).follow(false);
  }, [slug, wanted]);
}
