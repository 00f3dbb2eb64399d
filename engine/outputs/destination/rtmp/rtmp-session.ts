import type { DestinationFailure } from '../../../../core/destination-state';
import type { Ingest } from '../../../../core/rtmp-ingest';
import { decodeCommand, type Amf } from './amf0';
import { ChunkReader, type InMessage } from './chunk-reader';
import { ChunkWriter, OUT_CHUNK_BYTES, type OutMessage } from './chunk-writer';
import { Handshake } from './handshake';
import { command, control, MESSAGE, pingResponse } from './messages';
import { failureOfStatus, type ServerStatus } from './status-codes';

/** How far a connection has come. What a hang-up means follows from it. */
export type ConnectState = 'handshake' | 'connect' | 'publish' | 'live' | 'closed';

export interface SessionListener {
  send(bytes: Buffer): void;
  /** A whole message came, before anything follows from it. What this throws ends the reading. */
  onMessage(): void;
  /** The server takes the program: media may follow. */
  onAccepted(): void;
  /**
   * The server has answered the request to publish without saying whether it takes the program; mostly its
   * status follows at once. Without one, `startAnswered` begins.
   */
  onAnswered(): void;
  /** What the server has received so far, lowest 32 bits of it (5.4.3). */
  onAcknowledged(sequence: number): void;
  /** The server refused. The session is over. */
  onRefused(failure: DestinationFailure): void;
}

/**
 * How much is sent between two acknowledgements: at 200 kbit/s one every 1.3 s, at 3 Mbit/s twelve a second.
 */
const WINDOW_BYTES = 32 * 1024;
/** `publish` has one as well, although only a status is due (7.2.2.6): some servers answer nothing else. */
const TRANSACTION = { connect: 1, releaseStream: 2, fcPublish: 3, createStream: 4, publish: 5 } as const;

/**
 * The dialogue of a publisher with an RTMP server, from the handshake until the program is taken (Adobe RTMP
 * 1.0, 5.2 and 7.2). Knows no socket: bytes in, bytes out.
 */
export class RtmpSession {
  readonly #ingest: Ingest;
  readonly #listener: SessionListener;
  readonly #handshake = new Handshake();
  readonly #reader = new ChunkReader((message) => this.#onMessage(message));
  readonly #writer = new ChunkWriter();
  #stage: ConnectState = 'handshake';
  #messageStream = 0;
  #received = 0;
  #acknowledged = 0;
  #peerWindow = Infinity;

  constructor(ingest: Ingest, listener: SessionListener) {
    this.#ingest = ingest;
    this.#listener = listener;
  }

  get stage(): ConnectState {
    return this.#stage;
  }

  /** The message stream that the server gave us for the program. */
  get messageStream(): number {
    return this.#messageStream;
  }

  /** To be called once, when the transport is open. */
  begin(): void {
    this.#listener.send(this.#handshake.begin());
  }

  /** Bytes from the server. @throws RangeError when it does not speak RTMP */
  receive(data: Buffer): void {
    this.#received += data.length;
    if (this.#stage === 'closed') return;
    if (this.#stage === 'handshake') {
      const done = this.#handshake.push(data);
      if (!done) return;
      this.#stage = 'connect';
      this.#connect(done.reply);
      if (done.rest.length > 0) this.#reader.push(done.rest);
    } else this.#reader.push(data);
    if (this.#received - this.#acknowledged >= this.#peerWindow) {
      this.#acknowledged = this.#received;
      this.#say(control(MESSAGE.acknowledgement, this.#received % 2 ** 32));
    }
  }

  /** Takes the answer to `publish` for the status that has not come. */
  startAnswered(): void {
    if (this.#stage === 'publish') this.#start();
  }

  /** A message as chunks of this connection. */
  encode(message: OutMessage): Buffer {
    return this.#writer.write(message);
  }

  /** Ends the stream, where the server knows it. */
  end(): void {
    if (this.#stage === 'live') {
      this.#say(command('FCUnpublish', 0, 0, null, this.#ingest.playpath));
      this.#say(command('deleteStream', 0, 0, null, this.#messageStream));
    }
    this.#stage = 'closed';
  }

  #say(...messages: OutMessage[]): void {
    this.#listener.send(Buffer.concat(messages.map((message) => this.#writer.write(message))));
  }

  #connect(reply: Buffer): void {
    const { app, tcUrl } = this.#ingest;
    const about = { app, type: 'nonprivate', flashVer: 'FMLE/3.0 (compatible; Touchline)', tcUrl };
    const chunkSize = this.#writer.write(control(MESSAGE.setChunkSize, OUT_CHUNK_BYTES));
    this.#writer.setChunkBytes(OUT_CHUNK_BYTES);
    const rest = [
      control(MESSAGE.windowAcknowledgementSize, WINDOW_BYTES),
      command('connect', TRANSACTION.connect, 0, about),
    ];
    this.#listener.send(
      Buffer.concat([reply, chunkSize, ...rest.map((message) => this.#writer.write(message))]),
    );
  }

  #onMessage({ type, body }: InMessage): void {
    this.#listener.onMessage();
    switch (type) {
      case MESSAGE.setChunkSize:
        return this.#reader.setChunkBytes(body.readUInt32BE() & 0x7fffffff);
      case MESSAGE.abort:
        return this.#reader.abort(body.readUInt32BE());
      case MESSAGE.acknowledgement:
        return this.#listener.onAcknowledged(body.readUInt32BE());
      case MESSAGE.windowAcknowledgementSize:
        this.#peerWindow = Math.max(1, body.readUInt32BE());
        return;
      case MESSAGE.setPeerBandwidth:
        return this.#say(control(MESSAGE.windowAcknowledgementSize, WINDOW_BYTES));
      case MESSAGE.userControl:
        if (body.readUInt16BE() === PING_REQUEST) this.#say(pingResponse(body.subarray(2)));
        return;
      case MESSAGE.command:
        return this.#command(decodeCommand(body));
      case MESSAGE.commandAmf3:
        // One byte announces AMF3; commands are AMF0 all the same.
        return this.#command(decodeCommand(body.subarray(1)));
      default:
    }
  }

  #command([name, transaction, ...values]: Amf[]): void {
    if (name === '_result') this.#result(transaction, values);
    else if (name === '_error') {
      // releaseStream and FCPublish are courtesies that not every server knows.
      const courtesy = transaction === TRANSACTION.releaseStream || transaction === TRANSACTION.fcPublish;
      if (!courtesy && this.#stage !== 'live') this.#refuse(statusIn(values));
    } else if (name === 'onStatus') this.#status(statusIn(values));
    else if (name === 'close')
      this.#refuse({ level: 'error', code: 'NetConnection.Connect.Closed', description: '' });
  }

  #result(transaction: Amf | undefined, values: Amf[]): void {
    const { playpath } = this.#ingest;
    if (transaction === TRANSACTION.connect && this.#stage === 'connect') {
      this.#stage = 'publish';
      this.#say(
        command('releaseStream', TRANSACTION.releaseStream, 0, null, playpath),
        command('FCPublish', TRANSACTION.fcPublish, 0, null, playpath),
        command('createStream', TRANSACTION.createStream, 0, null),
      );
    } else if (transaction === TRANSACTION.createStream && this.#stage === 'publish') {
      const [, id] = values;
      if (typeof id !== 'number') throw new RangeError('the server names no stream');
      this.#messageStream = id;
      this.#say(command('publish', TRANSACTION.publish, id, null, playpath, 'live'));
    } else if (transaction === TRANSACTION.publish && this.#stage === 'publish') this.#listener.onAnswered();
  }

  #status(status: ServerStatus): void {
    if (status.code === 'NetStream.Publish.Start' && this.#stage === 'publish') this.#start();
    else if (status.level === 'error' || /\.(Unpublish\.Success|Connect\.Closed)$/.test(status.code)) {
      this.#refuse(status);
    }
  }

  #start(): void {
    this.#stage = 'live';
    this.#listener.onAccepted();
  }

  #refuse(status: ServerStatus): void {
    if (this.#stage === 'closed') return;
    this.#stage = 'closed';
    this.#listener.onRefused(failureOfStatus(status));
  }
}

const PING_REQUEST = 6;

/** The information object of an answer, at any position. */
function statusIn(values: Amf[]): ServerStatus {
  const info = values.find((value) => typeof value === 'object' && value !== null && 'code' in value);
  const field = (name: string): unknown =>
    info && typeof info === 'object' ? Reflect.get(info, name) : undefined;
  const read = (name: string): string => {
    const value = field(name);
    return typeof value === 'string' ? value : '';
  };
  const more = field('ex');
  const redirects = typeof more === 'object' && more !== null && 'redirect' in more;
  return { level: read('level'), code: read('code'), description: read('description'), redirects };
}
