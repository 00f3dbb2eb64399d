import { limitKey } from '../../../core/address';
import { type Pace, take } from '../../../core/chat/decide';

/**
 * Counts the open sockets of viewers, by address (or /64) and over all; refuses those beyond the limits
 * (T23).
 */
export class SocketQuota {
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  constructor(
    private readonly limit: number,
    private readonly perAddress: number,
  ) {}

  /** Takes a place. @returns what gives it back, to be called once; null when there is none left */
  take(ip: string): (() => void) | null {
    const key = limitKey(ip);
    const taken = this.#byAddress.get(key) ?? 0;
    if (this.#all >= this.limit || taken >= this.perAddress) return null;
    this.#all += 1;
    this.#byAddress.set(key, taken + 1);
    return () => {
      const left = (this.#byAddress.get(key) ?? 1) - 1;
      this.#all -= 1;
      if (left > 0) this.#byAddress.set(key, left);
      else this.#byAddress.delete(key);
    };
  }
}

/** Addresses that are remembered; forgetting one helps it once. */
const MAX_ADDRESSES = 10_000;

/** Counts handshakes that cost SQL, by address (or /64), in memory: a refused one costs no query. */
export class HandshakeLimit {
  readonly #fullAt = new Map<string, number>();

  constructor(private readonly pace: Pace) {}

  /** Whether this address has one left. */
  take(ip: string): boolean {
    const key = limitKey(ip);
    const taken = take(this.#fullAt.get(key) ?? -Infinity, performance.now(), this.pace);
    if (!taken.ok) return false;
    this.#fullAt.delete(key);
    this.#fullAt.set(key, taken.fullAt);
    const [oldest] = this.#fullAt.keys();
    if (this.#fullAt.size > MAX_ADDRESSES && oldest !== undefined) this.#fullAt.delete(oldest);
    return true;
  }
}
