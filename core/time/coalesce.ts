/**
 * Runs `work` one at a time: calls that come while it runs share one more run after it. So the last call is
 * always followed by a whole run, and no two runs overlap.
 */
export class Coalesced {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;
  #closed = false;

  /** @param work its error ends this run and rejects for its callers */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  get running(): boolean {
    return this.#running !== null;
  }

  /** Resolves when a run that began after this call has ended; at once after `close`. */
  run(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#again = this.#running !== null;
    this.#running ??= this.#rounds();
    return this.#running;
  }

  /** Accepts no further calls; resolves when the present run has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running?.catch(() => undefined);
  }

  async #rounds(): Promise<void> {
    try {
      do {
        this.#again = false;
        await this.#work();
      } while (this.#again && !this.#closed);
    } finally {
      // Synchronous with the last check of #again, or a call in between would be lost.
      this.#running = null;
    }
  }
}
