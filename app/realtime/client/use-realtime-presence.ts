import { useEffect, useSyncExternalStore } from 'react';
import { connectionFor, retain } from './connections';

export interface PresenceOptions {
  slug: string;
  /** The connection to listen on; the crew's own is shared where a crew page asks. */
  audience?: 'crew' | 'public';
}

/**
 * How many people watch, or null before the first number. Shares the connection of useRealtimeEventUpdates.
 */
export function useRealtimePresence({ slug, audience = 'public' }: PresenceOptions): {
  viewers: number | null;
} {
  const connection = connectionFor(audience, slug, null);
  const viewers = useSyncExternalStore(
    connection.subscribe,
    () => connection.view().viewers,
    () => null,
  );
  useEffect(() => retain(audience, slug), [connection, audience, slug]);
  return { viewers };
}
