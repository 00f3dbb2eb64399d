import { LRUCache } from 'lru-cache';
import { type Pace, Rates } from '../../../core/limits';

export interface ChatRateLimits {
  viewer: Pace;
  address: Pace;
  event: Pace;
}

export interface ChatRateKeys {
  eventId: string;
  viewer: string;
  /** As core/address limitKey gives it. */
  address: string;
}

/**
 * Who continues after this many refusals is a program: no person presses a button that often while it counts
 * down.
 */
const STRIKES: Pace = { hits: 10, windowS: 10 };
const PENALTY_MS = 60_000;
/** Buckets and penalties that are remembered. */
const MAX_BUCKETS = 20_000;

/**
 * The chat's limits in this process: the same as in the database, counted in memory, so that a flood is
 * refused before it costs a query, a page of Remix or a line in the log (safety T22, F27). A message is
 * counted before it is handled: counted afterwards, a flood would pass while the first of it is handled.
 * Accepted messages are counted again in the database, over all processes.
 */
export class ChatRateLimiter {
  readonly #rates: Rates;
  readonly #penalties = new LRUCache<string, number>({ max: MAX_BUCKETS });

  constructor(
    private readonly limits: ChatRateLimits,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#rates = new Rates(MAX_BUCKETS, now);
  }

  get size(): number {
    return this.#rates.size + this.#penalties.size;
  }

  /**
   * Takes one from every bucket, or from none.
   *
   * @returns ms to wait; 0 when it was taken
   */
  take(keys: ChatRateKeys): number {
    const penalty = this.#penalty(keys.viewer);
    if (penalty > 0) return penalty;
    const buckets = this.#buckets(keys);
    const waitMs = Math.max(...buckets.map(([key, pace]) => this.#rates.waitMs(key, pace)));
    if (waitMs > 0) return this.#refuse(keys.viewer, waitMs);
    for (const [key, pace] of buckets) this.#rates.take(key, pace);
    return 0;
  }

  /**
   * For an accepted message that was not written: it no longer counts against the event, but still against
   * who sent it.
   */
  giveBack(eventId: string): void {
    this.#rates.giveBack(`e:${eventId}`, this.limits.event);
  }

  #buckets({ eventId, viewer, address }: ChatRateKeys): [string, Pace][] {
    return [
      [`v:${viewer}`, this.limits.viewer],
      [`a:${eventId}:${address}`, this.limits.address],
      [`e:${eventId}`, this.limits.event],
    ];
  }

  #refuse(viewer: string, waitMs: number): number {
    if (!this.#rates.take(`s:${viewer}`, STRIKES)) this.#penalties.set(viewer, this.now() + PENALTY_MS);
    return waitMs;
  }

  #penalty(viewer: string): number {
    const until = this.#penalties.get(viewer);
    if (until === undefined) return 0;
    const left = until - this.now();
    if (left <= 0) this.#penalties.delete(viewer);
    return Math.max(0, left);
  }
}
