import type { Audience } from '../contract';

export interface PresenceOptions {
  slug: string;
  /** The connection to listen on; the crew's own is shared where a crew page asks. */
  audience?: Exclude<Audience, 'camera'>;
}

/** How many people watch, or null before the first number. Shares the connection of useRealtimeEventUpdates. */
export function useRealtimePresence(_options: PresenceOptions): { viewers: number | null } {
  return { viewers: null };
}
