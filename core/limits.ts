import { LRUCache } from 'lru-cache';

/** A time that is later than any can be by so much is of a clock that was set back since (safety F24). */
export const CLOCK_SET_MS = 60_000;

/** A token bucket: `hits` at once, refilled evenly within `windowS` seconds. */
export interface Pace {
  hits: number;
  windowS: number;
}

export type Taken = { ok: true; fullAt: number } | { ok: false; waitMs: number };

/**
 * Takes one from a bucket. The bucket is stored as the time at which it is full again (the generic cell
 * rate algorithm), so that it is one number in memory and one column in a table.
 *
 * @param fullAt ms on the clock of `now`; anything in the past is a full bucket, and so is what no bucket can
 *   be: that clock was set back since
 */
export function take(fullAt: number, now: number, { hits, windowS }: Pace): Taken {
  const stepMs = (windowS * 1000) / hits;
  const wasSetBack = fullAt > now + windowS * 1000 + CLOCK_SET_MS;
  const next = (wasSetBack ? now : Math.max(fullAt, now)) + stepMs;
  const waitMs = next - now - windowS * 1000;
  // A thousandth of a millisecond is rounding, not a message too many.
  return waitMs > 0.001 ? { ok: false, waitMs } : { ok: true, fullAt: next };
}

/**
 * Rates by key, in this process: for what is to be refused before it costs a query. Limits that hold over all
 * processes are counted in the database (app/domain/limits.ts).
 */
export class Rates {
  /** By key: when its bucket is full again. */
  readonly #fullAt: LRUCache<string, number>;

  /**
   * @param maxKeys some 100 bytes each; beyond them the one that was used least recently is forgotten, which
   *   gives its owner one free refill
   */
  constructor(
    maxKeys: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#fullAt = new LRUCache({ max: maxKeys });
  }

  get size(): number {
    return this.#fullAt.size;
  }

  /** Ms until the key has one left; 0 when it has. Takes none. */
  waitMs(key: string, pace: Pace): number {
    const taken = take(this.#fullAt.get(key) ?? -Infinity, this.now(), pace);
    return taken.ok ? 0 : taken.waitMs;
  }

  /** Takes one. @returns false when there is none */
  take(key: string, pace: Pace): boolean {
    const taken = take(this.#fullAt.get(key) ?? -Infinity, this.now(), pace);
    if (taken.ok) this.#fullAt.set(key, taken.fullAt);
    return taken.ok;
  }

  giveBack(key: string, { hits, windowS }: Pace): void {
    const fullAt = this.#fullAt.get(key);
    if (fullAt !== undefined) this.#fullAt.set(key, fullAt - (windowS * 1000) / hits);
  }
}

/** Counts what is open or under way at the same time, by key and over all. */
export class Places {
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(
    private readonly perKey: number,
    private readonly limit = Infinity,
  ) {}

  /** Takes a place. @returns what gives it back; null when there is none left */
  take(key: string): (() => void) | null {
    const taken = this.#taken.get(key) ?? 0;
    if (this.#all >= this.limit || taken >= this.perKey) return null;
    this.#all += 1;
    this.#taken.set(key, taken + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#all -= 1;
      const left = (this.#taken.get(key) ?? 1) - 1;
      if (left > 0) this.#taken.set(key, left);
      else this.#taken.delete(key);
    };
  }
}
