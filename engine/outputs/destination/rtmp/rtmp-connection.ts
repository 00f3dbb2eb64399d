import type { Socket } from 'node:net';
import type { EncodingProfile } from '../../../../contract/encoding';
import type { DestinationFailure } from '../../../../core/destination-state';
import { parseIngest } from '../../../../core/rtmp-ingest';
import type {
  ConnectionListener,
  ConnectionRequest,
  DestinationConnection,
  EncodedProgram,
} from '../connection';
import { Flow } from './flow';
import { media, metadata } from './messages';
import { RtmpSession } from './rtmp-session';
import { failureOfSocket, openSocket } from './socket';
import { TagQueue } from './tag-queue';
import type { Tag } from './tags';

/** For a server that does not hang up after the end of the stream. */
const END_MS = 1_000;
/**
 * A status that follows the answer to `publish` comes with it. Short, since nothing is sent meanwhile; long
 * enough for a server that asks another one about the key.
 */
const STATUS_WAIT_MS = 500;
const MIN_BURST_BYTES = 128 * 1024;
/**
 * More a second from a server is an attack on our time: the program's pictures are made in this process. An
 * acknowledgement comes for each 32 KB, so 80 a second at 20 Mbit/s, and those of ten seconds at once after a
 * network that stood still.
 */
const MAX_PER_S = { bytes: 256 * 1024, messages: 2_000 };

export class RtmpConnection implements DestinationConnection {
  readonly #program: EncodedProgram;
  readonly #now: () => number;
  readonly #listener: ConnectionListener;
  readonly #socket: Socket;
  readonly #session: RtmpSession;
  readonly #queue = new TagQueue();
  readonly #flow: Flow;
  #unsubscribe: (() => void) | null = null;
  /** The server took the connection; and: bytes may be sent, with TLS after its greeting. */
  #answered = false;
  #opened = false;
  #closed = false;
  #statusWait: NodeJS.Timeout | undefined;
  #bytesBeforeMedia: number | null = null;
  #live = false;
  #droppedAtMs: number | null = null;
  #configs: Partial<Record<Tag['kind'], Buffer>> = {};
  #timestamps = { video: 0, audio: 0 };
  #received = { bytes: 0, messages: 0, sinceMs: 0 };

  /** @throws RangeError on an address or key that RTMP cannot take */
  constructor({ address, url, key, program, now }: ConnectionRequest, listener: ConnectionListener) {
    this.#program = program;
    this.#now = now;
    this.#listener = listener;
    this.#flow = new Flow(burstBytesOf(program.encoding), now());
    this.#session = new RtmpSession(parseIngest(url, key), {
      send: (bytes) => this.#write(bytes),
      onMessage: () => this.#heard(0, 1),
      onAccepted: () => this.#accepted(),
      onAnswered: () => {
        this.#statusWait ??= setTimeout(
          () => this.#guard(() => this.#session.startAnswered()),
          STATUS_WAIT_MS,
        );
      },
      onAcknowledged: (sequence) => {
        this.#flow.acknowledged(sequence, now());
        this.#pump();
      },
      onRefused: (failure) => this.#gone(failure),
    });
    this.#socket = openSocket(address, () =>
      this.#guard(() => {
        this.#opened = true;
        this.#session.begin();
      }),
    );
    this.#socket.on('connect', () => (this.#answered = true));
    this.#socket.on('data', (data) => this.#guard(() => this.#receive(data), 'no-rtmp'));
    this.#socket.on('drain', () => this.#guard(() => this.#pump()));
    this.#socket.on('error', (error) => this.#gone(failureOfSocket(error) ?? this.#brokenAt()));
    this.#socket.on('end', () => this.#gone(this.#brokenAt()));
    this.#socket.on('close', () => this.#gone(this.#brokenAt()));
  }

  get bytes(): number {
    return this.#flow.bytes;
  }

  /** Either there was no answer at all, or the server did not go on. */
  get overdue(): DestinationFailure {
    return this.#answered ? 'timeout' : 'unreachable';
  }

  get accepted(): boolean {
    return this.#session.stage === 'live';
  }

  silentMs(): number {
    return this.#flow.silentMs(this.#now());
  }

  get lagMs(): number {
    return this.#queue.lagMs;
  }

  get droppedAtMs(): number | null {
    return this.#droppedAtMs;
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    const waits = this.#opened && !this.#closed;
    this.#closed = true;
    clearTimeout(this.#statusWait);
    this.#unsubscribe?.();
    if (waits && !socket.destroyed) {
      this.#session.end();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, END_MS);
        socket.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
        socket.end();
      });
    }
    socket.destroy();
  }

  #accepted(): void {
    this.#socket.cork();
    this.#unsubscribe = this.#program.tags.subscribe((tag) => this.#guard(() => this.#take(tag)));
    this.#socket.uncork();
    this.#listener.onAccepted?.();
  }

  #take(tag: Tag): void {
    if (this.#closed) return;
    if (!this.#queue.push(tag)) this.#droppedAtMs = this.#now();
    this.#pump();
  }

  #pump(): void {
    if (this.#closed || this.#session.stage !== 'live') return;
    this.#socket.cork();
    while (!this.#socket.writableNeedDrain && this.#flow.open) {
      const tag = this.#queue.shift();
      if (!tag) break;
      this.#send(tag);
    }
    this.#socket.uncork();
  }

  #send(tag: Tag): void {
    const { messageStream } = this.#session;
    const timestamp = this.#timestampOf(tag);
    const parts = [media(tag.kind, tag.body, messageStream, timestamp)];
    if (this.#configs[tag.kind] !== tag.config) {
      this.#configs[tag.kind] = tag.config;
      parts.unshift(media(tag.kind, tag.config, messageStream, timestamp));
    }
    if (this.#bytesBeforeMedia === null) {
      this.#bytesBeforeMedia = this.#flow.bytes;
      parts.unshift(metadata(this.#program.encoding, messageStream));
    }
    for (const part of parts) this.#write(this.#session.encode(part));
  }

  /**
   * One time line for the whole stream, and never backwards on one connection (the encoder's sound restarts a
   * little early).
   */
  #timestampOf({ kind, dts }: Tag): number {
    const passed = dts / 90 - this.#program.originMs;
    const timestamp = Math.max(this.#timestamps[kind], Math.round(passed));
    this.#timestamps[kind] = timestamp;
    return timestamp;
  }

  #write(bytes: Buffer): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#flow.write(bytes.length, this.#now());
    this.#socket.write(bytes, (error) => {
      if (!error) this.#taken(bytes.length);
    });
  }

  #taken(bytes: number): void {
    this.#flow.taken(bytes, this.#now());
    const before = this.#bytesBeforeMedia;
    if (this.#live || this.#closed || before === null || this.#flow.bytes === before) return;
    this.#live = true;
    this.#listener.onLive();
  }

  #receive(data: Buffer): void {
    if (this.#closed) return;
    this.#heard(data.length, 0);
    this.#session.receive(data);
  }

  #heard(bytes: number, messages: number): void {
    const now = this.#now();
    if (now - this.#received.sinceMs > 1_000) this.#received = { bytes: 0, messages: 0, sinceMs: now };
    const heard = this.#received;
    heard.bytes += bytes;
    heard.messages += messages;
    if (heard.bytes > MAX_PER_S.bytes || heard.messages > MAX_PER_S.messages)
      throw new RangeError('a server that only takes says too much');
  }

  /** An error in handling one server must not reach beyond its own connection. */
  #guard(work: () => void, failure: DestinationFailure = 'internal'): void {
    try {
      work();
    } catch (error) {
      this.#gone(error instanceof RangeError ? failure : 'internal');
    }
  }

  /** What a hang-up means follows from the last request. */
  #brokenAt(): DestinationFailure {
    if (!this.#opened) return this.#answered ? 'hung-up' : 'refused';
    const meaning = {
      handshake: 'hung-up',
      connect: 'path',
      publish: 'rejected',
      live: 'dropped',
      closed: 'dropped',
    } as const;
    return meaning[this.#session.stage];
  }

  #gone(failure: DestinationFailure): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#statusWait);
    this.#unsubscribe?.();
    this.#socket.destroy();
    this.#listener.onGone(failure);
  }
}

/**
 * The keyframe's second with which a connection begins, and the path's own capacity (half a second is a
 * satellite's).
 */
function burstBytesOf({ videoKbps, audioKbps }: EncodingProfile): number {
  return Math.max(MIN_BURST_BYTES, ((videoKbps + audioKbps) * 1_500) / 8);
}
