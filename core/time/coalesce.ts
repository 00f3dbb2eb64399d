/**
 * Work of which one run at a time is enough: what asks while it runs gets one more run after it, however many
 * ask. So the last request is always followed by a whole run, and no two runs meet.
 */
export class Coalesced {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;
  #closed = false;

  /** @param work what it throws ends this run and rejects for those who wait for it */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  get running(): boolean {
    return this.#running !== null;
  }

  /** Asks for a run. Resolves when a run that began after this call has ended; at once after `close`. */
  run(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#again = this.#running !== null;
    this.#running ??= this.#rounds();
    return this.#running;
  }

  /** Takes no further request; resolves when the run of now has ended. */
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
      // In the same step as the last look at #again, or a request in between would be lost.
      this.#running = null;
    }
  }
}
