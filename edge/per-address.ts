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

/**
 * Recordings that are read at a time, by one address and by all. A reader who stops leaves up to some 10 MB
 * in the buffers of the system, which slows down every connection when they hold too much of the memory.
 */
const DOWNLOADS = { perAddress: 40, all: 160 };
/** Who has taken nothing for so long makes room for the next one. */
const STOOD_STILL_MS = 5_000;

interface Download {
  key: string;
  written: number;
  movedAtMs: number;
}

/** Recordings that are being read: of too many, one that stands still is broken off, or the next refused. */
export class Downloads {
  readonly #open = new Map<ServerResponse, Download>();

  /** False: there is no room for it. */
  begins(key: string, res: ServerResponse): boolean {
    const now = performance.now();
    for (const [reader, download] of this.#open) {
      const written = reader.socket?.bytesWritten ?? 0;
      if (written !== download.written) Object.assign(download, { written, movedAtMs: now });
    }
    const ofAddress = [...this.#open].filter(([, download]) => download.key === key);
    const isFull = ofAddress.length >= DOWNLOADS.perAddress;
    if (isFull || this.#open.size >= DOWNLOADS.all) {
      const [longest] = (isFull ? ofAddress : [...this.#open]).sort(
        ([, a], [, b]) => a.movedAtMs - b.movedAtMs,
      );
      if (!longest || now - longest[1].movedAtMs < STOOD_STILL_MS) return false;
      longest[0].destroy();
      this.#open.delete(longest[0]);
    }
    this.#open.set(res, { key, written: 0, movedAtMs: now });
    res.once('close', () => this.#open.delete(res));
    return true;
  }
}
