export interface ThrottledSenderOptions {
  /** At most one send in this time, milliseconds. */
  everyMs: number;
  /** After a failure. */
  retryMs: number;
  /** Sends what there is to send now; resolves to whether there is more. */
  send: () => Promise<boolean>;
}

/**
 * One kind of message to one room: one send at a time, at most so many a second, and what changes meanwhile
 * goes with the next one. A receiver that hangs holds up this lane and nothing else.
 */
export class ThrottledSender {
  #wanted = false;
  #busy = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #notBefore = -Infinity;

  constructor(private readonly options: ThrottledSenderOptions) {}

  /** There is something to send. */
  poke(): void {
    this.#wanted = true;
    this.#next();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #next(): void {
    if (!this.#wanted || this.#busy || this.#closed || this.#timer) return;
    const wait = this.#notBefore - performance.now();
    this.#timer = setTimeout(() => void this.#send(), Math.max(0, wait));
    this.#timer.unref();
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    this.#wanted = false;
    this.#busy = true;
    const began = performance.now();
    try {
      this.#wanted = (await this.options.send()) || this.#wanted;
      this.#notBefore = began + this.options.everyMs;
    } catch {
      this.#wanted = true;
      this.#notBefore = performance.now() + this.options.retryMs;
    }
    this.#busy = false;
    this.#next();
  }
}
