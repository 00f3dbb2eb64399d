import type { Socket } from 'node:net';

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
 * Files that are read at a time, by one address and by all. A reader who stops leaves up to some 10 MB of a
 * recording in the buffers of the system, or a whole segment of HLS, which slows down every connection when
 * they hold too much of the memory. Two segments for each of 200 viewers behind one address.
 */
export const READERS = {
  recordings: { perAddress: 40, all: 160 },
  segments: { perAddress: 400, all: 1_600 },
} as const;
/** Who has taken nothing for so long makes room for the next one. */
const STOOD_STILL_MS = 5_000;

interface Reader {
  key: string;
  written: number;
  movedAtMs: number;
}

/**
 * Connections over which files are read: of too many, one that stands still is ended, or the next refused. A
 * connection counts until it ends or asks for something else: that the system has all of an answer does not
 * say that the client has read any.
 */
export class Readers {
  readonly #open = new Map<Socket, Reader>();
  readonly #watched = new WeakSet<Socket>();

  constructor(private readonly most: { perAddress: number; all: number }) {}

  /** False: there is no room for it. */
  begin(key: string, socket: Socket): boolean {
    const now = performance.now();
    const reader = { key, written: socket.bytesWritten, movedAtMs: now };
    if (this.#open.has(socket)) return Boolean(this.#open.set(socket, reader));
    if (!this.#hasRoom(key, now)) return false;
    this.#open.set(socket, reader);
    if (!this.#watched.has(socket)) socket.once('close', () => this.#open.delete(socket));
    this.#watched.add(socket);
    return true;
  }

  /** Something else is asked for over it. */
  end(socket: Socket): void {
    this.#open.delete(socket);
  }

  #hasRoom(key: string, now: number): boolean {
    if (this.#open.size < this.most.perAddress) return true;
    const own = [...this.#open].filter(([, reader]) => reader.key === key);
    const isFull = own.length >= this.most.perAddress;
    if (!isFull && this.#open.size < this.most.all) return true;
    for (const [socket, reader] of this.#open) {
      if (socket.bytesWritten === reader.written) continue;
      Object.assign(reader, { written: socket.bytesWritten, movedAtMs: now });
    }
    const [longest] = (isFull ? own : [...this.#open]).sort(([, a], [, b]) => a.movedAtMs - b.movedAtMs);
    if (!longest || now - longest[1].movedAtMs < STOOD_STILL_MS) return false;
    longest[0].destroy();
    this.#open.delete(longest[0]);
    return true;
  }
}
