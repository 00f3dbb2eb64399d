import type { OutputState } from '../../contract/vocabulary';
import type { OutputStatus } from '../types';

/**
 * Health of an output that serves our own viewers or disk: its state, since when (ms, `performance.now`), and
 * the sentence about it. Destinations have a state machine of their own, `core/destination-state`.
 */
export class OutputHealth {
  #state: OutputState = 'off';
  #sinceMs = performance.now();
  #verdict: string | null = null;
  readonly #onChange: () => void;

  /** @param onChange called after each change, also one of the sentence alone */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
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
    this.#onChange();
  }

  status(bytes: number, retries: number): OutputStatus {
    return { state: this.#state, sinceMs: this.#sinceMs, bytes, retries, verdict: this.#verdict };
  }
}
