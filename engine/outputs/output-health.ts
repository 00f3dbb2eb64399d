import type { OutputState } from '../../contract/vocabulary';
import type { OutputStatus } from '../types';

/**
 * How an output that serves nobody's server but our own stands: its state, since when (ms,
 * `performance.now`), and the sentence about it. Destinations have a machine of their own for that,
 * `core/destination-state`.
 */
export class OutputHealth {
  #state: OutputState = 'off';
  #sinceMs = performance.now();
  #verdict: string | null = null;
  readonly #tell: () => void;

  /** @param tell called after each change, also one of the sentence alone */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  get state(): OutputState {
    return this.#state;
  }

  get verdict(): string | null {
    return this.#verdict;
  }

  become(state: OutputState, verdict: string | null): void {
    if (state !== this.#state) this.#sinceMs = performance.now();
    this.#state = state;
    this.#verdict = verdict;
    this.#tell();
  }

  status(bytes: number, retries: number): OutputStatus {
    return { state: this.#state, sinceMs: this.#sinceMs, bytes, retries, verdict: this.#verdict };
  }
}
