import { type Backoff, backoffMs } from './backoff';

/**
 * What keeps something connected: one attempt at a time, which makes all before it void, and after a failure
 * the next one with backoff. How it connects, and what it takes for a loss, is its user's business.
 */
export class Attempts {
  readonly #backoff: Backoff;
  #present = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(backoff: Backoff) {
    this.#backoff = backoff;
  }

  /**
   * Begins an attempt; a planned one is not made any more.
   * @returns whether it is still the present one, to be asked after each wait
   */
  begin(): () => boolean {
    this.cancel();
    const own = this.#present;
    return () => own === this.#present;
  }

  /** It is connected: the next failure counts as the first. */
  succeeded(): void {
    this.#failures = 0;
  }

  /**
   * Plans the next attempt, instead of one that is planned already.
   * @param afterMs instead of the backoff, where a failure says itself when trying again makes sense
   */
  plan(attempt: () => void, afterMs?: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(attempt, afterMs ?? backoffMs(this.#failures, this.#backoff));
    this.#failures += 1;
  }

  /** Nothing is planned, and the present attempt is void. */
  cancel(): void {
    this.#present += 1;
    clearTimeout(this.#timer);
  }
}
