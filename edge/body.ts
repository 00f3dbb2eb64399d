import type { IncomingMessage, ServerResponse } from 'node:http';

/** As the web process has it (app/http/body.ts). */
export const MAX_BODY_BYTES = 256 * 1024;

/** Held for one address. Most requests have some hundred bytes. */
const PER_ADDRESS_BYTES = 16 * 1024 * 1024;
/**
 * Held for all addresses together. From then on only addresses that hold little get more, up to twice as much
 * in all: many who send much keep out nobody who sends a few fields.
 */
const ALL_BYTES = 256 * 1024 * 1024;
const LITTLE_BYTES = 16 * 1024;

export type Body = { bytes: Buffer } | { refused: 'too_large' | 'too_much' | 'gone' };

export function hasBody(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

/**
 * Reads bodies to their end before anything is handed on: a body that stands still, or never ends, waits here
 * and takes no place of a web process. What is held counts until the request is answered.
 */
export class Bodies {
  readonly #held = new Map<string, number>();
  #all = 0;

  constructor(private readonly allBytes = ALL_BYTES) {}

  /** @param key whose address counts what is held; null is not counted */
  async read(req: IncomingMessage, res: ServerResponse, key: string | null): Promise<Body> {
    if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { refused: 'too_large' };
    const chunks: Buffer[] = [];
    let bytes = 0;
    let counted = 0;
    if (key !== null) res.once('close', () => this.#take(key, -counted));
    try {
      for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) return { refused: 'too_large' };
        if (key !== null) {
          if (res.destroyed) return { refused: 'gone' };
          if (!this.#hasRoom(key, chunk.length)) return { refused: 'too_much' };
          this.#take(key, chunk.length);
          counted += chunk.length;
        }
        chunks.push(chunk);
      }
    } catch {
      return { refused: 'gone' };
    }
    return req.complete ? { bytes: Buffer.concat(chunks) } : { refused: 'gone' };
  }

  #hasRoom(key: string, bytes: number): boolean {
    const held = (this.#held.get(key) ?? 0) + bytes;
    if (held > PER_ADDRESS_BYTES) return false;
    const all = this.#all + bytes;
    return all <= this.allBytes || (held <= LITTLE_BYTES && all <= 2 * this.allBytes);
  }

  #take(key: string, bytes: number): void {
    const left = (this.#held.get(key) ?? 0) + bytes;
    this.#all += bytes;
    if (left > 0) this.#held.set(key, left);
    else this.#held.delete(key);
  }
}
