/** A whole message that came in. */
export interface InMessage {
  type: number;
  messageStream: number;
  body: Buffer;
}

/** A server that takes a program sends little; one that sends more is hostile or speaks another protocol. */
const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_CHUNK_STREAMS = 64;
const FIRST_CHUNK_BYTES = 128;
const EXTENDED = 0xffffff;
/** Bytes of a message header by its form (Adobe RTMP 1.0, 5.3.1.2). */
const HEADER_BYTES = [11, 7, 3, 0] as const;

interface ChunkStream {
  type: number;
  messageStream: number;
  length: number;
  extended: boolean;
  /** The message that is being received, as long as it will be; null between two. */
  body: Buffer | null;
  received: number;
}

/**
 * Reads the chunk stream of a server. One for each connection. Timestamps are skipped: no server message
 * needs one. Bytes go into their message as they come, so what is held is 64 messages at most, whether a
 * server sends them in chunks of one byte or in packets of one.
 */
export class ChunkReader {
  readonly #onMessage: (message: InMessage) => void;
  readonly #streams = new Map<number, ChunkStream>();
  /** A header that is not whole yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** The chunk that is being received. */
  #chunk: { stream: ChunkStream; left: number } | null = null;
  #chunkBytes = FIRST_CHUNK_BYTES;

  constructor(onMessage: (message: InMessage) => void) {
    this.#onMessage = onMessage;
  }

  setChunkBytes(bytes: number): void {
    if (bytes < 1) throw new RangeError('a chunk has at least one byte');
    this.#chunkBytes = bytes;
  }

  /** Drops the message that is being received on a chunk stream (5.4.2). */
  abort(chunkStream: number): void {
    const stream = this.#streams.get(chunkStream);
    if (stream) [stream.body, stream.received] = [null, 0];
  }

  /** Bytes as they come. @throws RangeError on what cannot be RTMP */
  push(data: Buffer): void {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data;
    while (this.#chunk ? this.#payload(this.#chunk) : this.#header()) continue;
    // A copy: what came from the socket may be much larger than what is left of it.
    this.#rest = Buffer.from(this.#rest);
  }

  /** @returns false when the next header is not whole yet */
  #header(): boolean {
    const data = this.#rest;
    const first = data[0];
    if (first === undefined) return false;
    const form = first >> 6;
    const idBytes = (first & 0x3f) === 0 ? 2 : (first & 0x3f) === 1 ? 3 : 1;
    const header = idBytes + (HEADER_BYTES[form] ?? 0);
    if (data.length < header) return false;
    const id = chunkStreamOf(data, idBytes);
    const before = this.#streams.get(id);
    // Some begin with the shorter header, without a message stream; none without a length.
    if (!before && form > 1) throw new RangeError('a chunk stream begins without a header');
    const stream = before ?? this.#newStream(id);
    if (stream.received > 0 && form !== 3) throw new RangeError('a message begins within another');
    const extended = form === 3 ? stream.extended : data.readUIntBE(idBytes, 3) === EXTENDED;
    const from = header + (extended ? 4 : 0);
    if (data.length < from) return false;
    const length = form <= 1 ? data.readUIntBE(idBytes + 3, 3) : stream.length;
    if (length > MAX_MESSAGE_BYTES)
      throw new RangeError('a message of this size is none of a streaming server');

    stream.extended = extended;
    stream.length = length;
    if (form <= 1) stream.type = data[idBytes + 6] ?? 0;
    if (form === 0) stream.messageStream = data.readUInt32LE(idBytes + 7);
    this.#chunk = { stream, left: Math.min(this.#chunkBytes, length - stream.received) };
    this.#rest = data.subarray(from);
    return true;
  }

  /** @returns false when the chunk is not whole yet */
  #payload(chunk: { stream: ChunkStream; left: number }): boolean {
    const { stream } = chunk;
    const bytes = Math.min(chunk.left, this.#rest.length);
    stream.body ??= Buffer.alloc(stream.length);
    this.#rest.copy(stream.body, stream.received, 0, bytes);
    this.#rest = this.#rest.subarray(bytes);
    stream.received += bytes;
    chunk.left -= bytes;
    if (chunk.left > 0) return false;
    this.#chunk = null;
    if (stream.received === stream.length) this.#whole(stream, stream.body);
    return true;
  }

  #whole(stream: ChunkStream, body: Buffer): void {
    [stream.body, stream.received] = [null, 0];
    this.#onMessage({ type: stream.type, messageStream: stream.messageStream, body });
  }

  #newStream(id: number): ChunkStream {
    if (this.#streams.size >= MAX_CHUNK_STREAMS) throw new RangeError('too many chunk streams');
    const stream = { type: 0, messageStream: 0, length: 0, extended: false, body: null, received: 0 };
    this.#streams.set(id, stream);
    return stream;
  }
}

function chunkStreamOf(data: Buffer, idBytes: number): number {
  if (idBytes === 2) return 64 + (data[1] ?? 0);
  if (idBytes === 3) return 64 + (data[1] ?? 0) + 256 * (data[2] ?? 0);
  return (data[0] ?? 0) & 0x3f;
}
