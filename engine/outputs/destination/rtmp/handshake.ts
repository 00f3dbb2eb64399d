import { randomBytes } from 'node:crypto';

const VERSION = 3;
const PACKET_BYTES = 1536;

/**
 * The client's side of the simple handshake (Adobe RTMP 1.0, 5.2). The version field of C1 is zero, by which
 * servers know that no digest is wanted.
 */
export class Handshake {
  #rest: Buffer = Buffer.alloc(0);

  /** C0 and C1, to be sent first. */
  begin(): Buffer {
    return Buffer.concat([Buffer.from([VERSION]), Buffer.alloc(8), randomBytes(PACKET_BYTES - 8)]);
  }

  /**
   * Bytes of the server. What S2 echoes is not compared: servers that answer with a digest echo something
   * else.
   *
   * @returns C2 and the bytes behind the handshake, once S0, S1 and S2 are whole; null before
   * @throws RangeError when the server does not speak RTMP
   */
  push(data: Buffer): { reply: Buffer; rest: Buffer } | null {
    this.#rest = Buffer.concat([this.#rest, data]);
    if (this.#rest.length > 0 && this.#rest[0] !== VERSION) throw new RangeError('not an RTMP server');
    if (this.#rest.length < 1 + 2 * PACKET_BYTES) return null;
    const reply = Buffer.from(this.#rest.subarray(1, 1 + PACKET_BYTES));
    return { reply, rest: this.#rest.subarray(1 + 2 * PACKET_BYTES) };
  }
}
