import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** ms of an idle connection until TCP looks for the other end, which finds a dead one some 10 s later. */
const KEEP_ALIVE_MS = 4_000;

/** What postgres.js gives to its option `socket`. */
interface Target {
  host: string[];
  port: number[];
  path?: string | false;
  ssl?: unknown;
}

/**
 * The sockets of one pool. One that has sent something and hears nothing for `limitMs` is ended, and so is
 * every other one of the pool that has been as silent: TCP alone takes a quarter of an hour to give up on a
 * host that takes nothing, and the driver waits as long as TCP. Its statements then fail as with any lost
 * connection, and the pool connects anew.
 */
export class AnsweringSockets {
  readonly #limitMs: number;
  readonly #open = new Set<AnsweringSocket>();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Not connected yet: what is written waits for that. */
  readonly open = ({ host, port, path, ssl }: Target): Duplex => {
    const socket = new AnsweringSocket(this.#limitMs, () => this.#endSilent(socket));
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    socket.once('connect', () => socket.setKeepAlive(true, KEEP_ALIVE_MS));
    const [name = 'localhost'] = host;
    if (path) socket.connect(path);
    else socket.connect({ host: name, port: port[0] ?? 5432, noDelay: true });
    // The driver names the server by it to TLS, and has its certificate compared.
    return Object.assign(ssl ? new Plain(socket) : socket, { host: name });
  };

  #endSilent(found: AnsweringSocket): void {
    const silentSinceMs = performance.now() - this.#limitMs;
    for (const socket of this.#open)
      if (socket !== found && socket.heardAtMs <= silentSinceMs) socket.endSilent();
    // Last, when the driver knows of the others: who hears of the failure and asks again meets none of them.
    setImmediate(() => found.endSilent());
  }
}

class AnsweringSocket extends Socket {
  readonly #limitMs: number;
  readonly #onSilence: () => void;
  #timer: NodeJS.Timeout | null = null;
  heardAtMs = performance.now();

  constructor(limitMs: number, onSilence: () => void) {
    super();
    this.#limitMs = limitMs;
    this.#onSilence = onSilence;
    this.once('close', () => this.#stop());
  }

  endSilent(): void {
    this.destroy(Object.assign(new Error('The database does not answer.'), { code: 'ETIMEDOUT' }));
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#owe();
    super._write(chunk, encoding, done);
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], done: () => void): void {
    this.#owe();
    super._writev?.(chunks, done);
  }

  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    this.#stop();
    this.heardAtMs = performance.now();
    return super.push(chunk, encoding);
  }

  #owe(): void {
    this.#timer ??= setTimeout(() => {
      // After a pause of this process its timers come before what has arrived meanwhile.
      setImmediate(() => this.#timer && this.#onSilence());
    }, this.#limitMs);
  }

  #stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** The same bytes, not a net.Socket: TLS would take over its handle, and nothing could be seen. */
class Plain extends Duplex {
  readonly #socket: AnsweringSocket;

  constructor(socket: AnsweringSocket) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    socket.on('data', (chunk) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.once('end', () => this.push(null));
    socket.once('error', (error) => this.destroy(error));
    socket.once('close', () => this.destroy());
  }

  /** The driver takes leave of a connection that is open. */
  get readyState() {
    return this.#socket.readyState;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, encoding, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
