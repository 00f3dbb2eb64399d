/** A message as it goes into the chunk stream (Adobe RTMP 1.0, 5.3 and 6). */
export interface OutMessage {
  /** Chunk stream: messages of one keep their order and share their header's compression. 2 to 63. */
  chunkStream: number;
  type: number;
  messageStream: number;
  /** ms; only its lowest 32 bits travel. */
  timestamp: number;
  body: Buffer;
}

/** What OBS sends in; every ingest has met it. Larger ones save nothing that could be measured. */
export const OUT_CHUNK_BYTES = 4096;
/** The size both sides begin with (5.4.1). */
const FIRST_CHUNK_BYTES = 128;
/** From here on a timestamp does not fit three bytes and follows in four of its own. */
const EXTENDED = 0xffffff;

/** Writes messages as chunks. One for each connection. */
export class ChunkWriter {
  #chunkBytes = FIRST_CHUNK_BYTES;
  readonly #last = new Map<number, number>();

  /** For everything after the message that announced it. */
  setChunkBytes(bytes: number): void {
    this.#chunkBytes = bytes;
  }

  /**
   * The first message of a chunk stream carries its time, the following ones the difference (5.3.1.2.1,
   * 5.3.1.2.2). So a time of four bytes is in a first message only, which is short: how the continuation of
   * such a message looks is where implementations disagree.
   */
  write({ chunkStream, type, messageStream, timestamp, body }: OutMessage): Buffer {
    const last = this.#last.get(chunkStream);
    const passed = last === undefined ? -1 : timestamp - last;
    this.#last.set(chunkStream, timestamp);
    const relative = passed >= 0 && passed < EXTENDED;
    const time = relative ? passed : timestamp % 2 ** 32;
    const extended = time >= EXTENDED;
    const headBytes = (relative ? 8 : 12) + (extended ? 4 : 0);
    const chunks = Math.max(1, Math.ceil(body.length / this.#chunkBytes));
    const continuation = 1 + (extended ? 4 : 0);
    const out = Buffer.allocUnsafe(headBytes + body.length + (chunks - 1) * continuation);
    out[0] = (relative ? 0x40 : 0) | chunkStream;
    out.writeUIntBE(extended ? EXTENDED : time, 1, 3);
    out.writeUIntBE(body.length, 4, 3);
    out[7] = type;
    if (!relative) out.writeUInt32LE(messageStream, 8);
    if (extended) out.writeUInt32BE(time, headBytes - 4);
    let at = headBytes;
    for (let from = 0; from < body.length; from += this.#chunkBytes) {
      if (from > 0) {
        out[at++] = 0xc0 | chunkStream;
        if (extended) at = out.writeUInt32BE(time, at);
      }
      at += body.copy(out, at, from, from + this.#chunkBytes);
    }
    return out;
  }
}
