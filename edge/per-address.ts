import type { ServerResponse } from 'node:http';

/** More refusals than these within the time are no mistake of a person. */
const REFUSALS = 8;
const WINDOW_MS = 10_000;
/** A browser that tries again at once over its six connections then asks twice a second. */
const HOLD_MS = 3_000;

/** Slows down who goes on after being refused: further refusals are answered late. */
export class Refusals {
  readonly #byAddress = new Map<string, number>();

  constructor() {
    setInterval(() => this.#byAddress.clear(), WINDOW_MS).unref();
  }

  /** Resolves when the answer may go out. @param now without waiting for more refusals */
  async hold(key: string, now = false): Promise<void> {
    const refused = (this.#byAddress.get(key) ?? 0) + 1;
    this.#byAddress.set(key, refused);
    if (now || refused > REFUSALS) await new Promise((wake) => setTimeout(wake, HOLD_MS));
  }
}

/** Two for each of 200 viewers. Each that stands still costs the system up to some MB of buffers. */
const READING = 400;

/** Answers that are being read, by address: of too many, the one that was begun first is broken off. */
export class Readers {
  readonly #byAddress = new Map<string, Set<ServerResponse>>();

  begins(key: string, res: ServerResponse): void {
    const reading = this.#byAddress.get(key) ?? new Set();
    this.#byAddress.set(key, reading.add(res));
    res.once('close', () => {
      reading.delete(res);
      if (reading.size === 0) this.#byAddress.delete(key);
    });
    const [first] = reading;
    if (reading.size > READING) first?.destroy();
  }
}
