import type { IncomingMessage } from 'node:http';

/** As the web process has it (app/http/body.ts). */
export const MAX_BODY_BYTES = 256 * 1024;

/** Whole bodies that are held for one address. Most requests have some hundred bytes. */
const PER_ADDRESS_BYTES = 16 * 1024 * 1024;

export type Body = { bytes: Buffer } | { refused: 'too_large' | 'too_much' | 'gone' };

export function hasBody(req: IncomingMessage): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

/**
 * Reads bodies to their end before anything is handed on: a body that stands still, or never ends, waits here
 * and takes no place of a web process.
 */
export class Bodies {
  readonly #held = new Map<string, number>();

  /** @param key whose address counts what is held; null is not counted */
  async read(req: IncomingMessage, key: string | null): Promise<Body> {
    if (Number(req.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { refused: 'too_large' };
    const chunks: Buffer[] = [];
    let bytes = 0;
    let counted = 0;
    try {
      for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES) return { refused: 'too_large' };
        if (key !== null) {
          const held = (this.#held.get(key) ?? 0) + chunk.length;
          if (held > PER_ADDRESS_BYTES) return { refused: 'too_much' };
          this.#held.set(key, held);
          counted += chunk.length;
        }
        chunks.push(chunk);
      }
    } catch {
      return { refused: 'gone' };
    } finally {
      if (key !== null) this.#giveBack(key, counted);
    }
    return req.complete ? { bytes: Buffer.concat(chunks) } : { refused: 'gone' };
  }

  #giveBack(key: string, bytes: number): void {
    const left = (this.#held.get(key) ?? 0) - bytes;
    if (left > 0) this.#held.set(key, left);
    else this.#held.delete(key);
  }
}
