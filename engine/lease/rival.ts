/**
 * How long a counter must stand still before its holder counts as dead, by the challenger's own clock (design
 * §7).
 */
export const STILL_MS = 3000;
/**
 * Reads further apart than this are no observation: the challenger itself was away (database gone, process
 * paused).
 */
const MAX_GAP_MS = 1500;

/** One successful look at somebody else's lease. */
export interface Sighting {
  worker: string;
  fence: number;
  counter: number;
}

interface Watch extends Sighting {
  sinceMs: number;
  lastSeenMs: number;
}

/**
 * Watches the lease of a rival and tells when it may be taken: its counter unchanged for `STILL_MS` of our
 * clock, by successful reads throughout. A gap in the reads starts the watch anew.
 */
export class RivalWatch {
  private readonly watches = new Map<string, Watch>();

  /** `nowMs` is monotonic. True when the rival has stood still long enough. */
  see(eventId: string, sighting: Sighting, nowMs: number): boolean {
    const watch = this.watches.get(eventId);
    const same =
      watch &&
      watch.worker === sighting.worker &&
      watch.fence === sighting.fence &&
      watch.counter === sighting.counter &&
      nowMs - watch.lastSeenMs <= MAX_GAP_MS;
    if (!same) {
      this.watches.set(eventId, { ...sighting, sinceMs: nowMs, lastSeenMs: nowMs });
      return false;
    }
    watch.lastSeenMs = nowMs;
    return nowMs - watch.sinceMs >= STILL_MS;
  }

  forget(eventId: string): void {
    this.watches.delete(eventId);
  }
}
