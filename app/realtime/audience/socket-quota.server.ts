import { limitKey } from '../../../core/address';

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
