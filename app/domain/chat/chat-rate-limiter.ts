import { type Pace, take } from '../../../core/chat/decide';

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
/**
 * Buckets that are not full; some 100 bytes each. Beyond this number the oldest are dropped, which gives
 * their owners one free refill.
 */
const MAX_BUCKETS = 20_000;

/**
 * The chat's limits in this process: the same as in the database, counted in memory, so that a flood is
 * refused before it costs a query, a page of Remix or a line in the log (safety T22, F27). A message is
 * counted before it is handled: counted afterwards, a flood would pass while the first of it is handled.
 * Accepted messages are counted again in the database, over all processes.
 */
export class ChatRateLimiter {
  readonly #full = new Map<string, number>();
  readonly #penalties = new Map<string, number>();
  constructor(
    private readonly limits: ChatRateLimits,
    private readonly now: () => number = Date.now,
  ) {}

  get size(): number {
    return this.#full.size + this.#penalties.size;
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
    const waitMs = Math.max(...buckets.map(([key, pace]) => this.#wait(key, pace)));
    if (waitMs > 0) return this.#refuse(keys.viewer, waitMs);
    for (const [key, pace] of buckets) this.#draw(key, pace);
    return 0;
  }

  /**
   * For an accepted message that was not written: it no longer counts against the event, but still against
   * who sent it.
   */
  giveBack(eventId: string): void {
    const key = `e:${eventId}`;
    const fullAt = this.#full.get(key);
    const { hits, windowS } = this.limits.event;
    if (fullAt !== undefined) this.#full.set(key, fullAt - (windowS * 1000) / hits);
  }

  #buckets({ eventId, viewer, address }: ChatRateKeys): [string, Pace][] {
    return [
      [`v:${viewer}`, this.limits.viewer],
      [`a:${eventId}:${address}`, this.limits.address],
      [`e:${eventId}`, this.limits.event],
    ];
  }

  #wait(key: string, pace: Pace): number {
    const taken = take(this.#full.get(key) ?? -Infinity, this.now(), pace);
    return taken.ok ? 0 : taken.waitMs;
  }

  #draw(key: string, pace: Pace): boolean {
    const taken = take(this.#full.get(key) ?? -Infinity, this.now(), pace);
    if (!taken.ok) return false;
    this.#full.set(key, taken.fullAt);
    if (this.#full.size > MAX_BUCKETS) this.#forget();
    return true;
  }

  #refuse(viewer: string, waitMs: number): number {
    if (!this.#draw(`s:${viewer}`, STRIKES)) this.#penalties.set(viewer, this.now() + PENALTY_MS);
    return waitMs;
  }

  #penalty(viewer: string): number {
    const until = this.#penalties.get(viewer);
    if (until === undefined) return 0;
    const left = until - this.now();
    if (left <= 0) this.#penalties.delete(viewer);
    return Math.max(0, left);
  }

  #forget(): void {
    const now = this.now();
    for (const [key, fullAt] of this.#full) if (fullAt <= now) this.#full.delete(key);
    for (const [viewer, until] of this.#penalties) if (until <= now) this.#penalties.delete(viewer);
    // Insertion order is age: the oldest tenth goes when everything is in use.
    for (const map of [this.#full, this.#penalties]) {
      if (map.size <= MAX_BUCKETS) continue;
      for (const key of [...map.keys()].slice(0, MAX_BUCKETS / 10)) map.delete(key);
    }
  }
}
