/**
 * Work of which one run at a time is enough: what asks while it runs gets one more run after it, however many
 * ask. So the last request is always followed by a whole run, and no two runs meet. With `everyMs`, runs
 * begin at least so far apart, and what asks while one waits for its time is part of it.
 */
export class Coalesced {
  readonly #work: () => Promise<void>;
  readonly #everyMs: number;
  #running: Promise<void> | null = null;
  #again = false;
  #closed = false;
  #beganAt = -Infinity;
  #stopWaiting: () => void = () => undefined;

  /**
   * @param work what it throws ends this run and rejects for those who wait for it
   * @param everyMs 0: the first run begins at once, within the call
   */
  constructor(work: () => Promise<void>, everyMs = 0) {
    this.#work = work;
    this.#everyMs = everyMs;
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
    this.#stopWaiting();
    await this.#running?.catch(() => undefined);
  }

  async #rounds(): Promise<void> {
    try {
      do {
        if (this.#everyMs > 0) await this.#turn();
        if (this.#closed) return;
        this.#again = false;
        this.#beganAt = performance.now();
        await this.#work();
      } while (this.#again && !this.#closed);
    } finally {
      // In the same step as the last look at #again, or a request in between would be lost.
      this.#running = null;
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, this.#beganAt + this.#everyMs - performance.now()));
      this.#stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
