import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { limitKey } from '../core/address';
import { isIn } from '../core/client-address';

interface Address {
  /** By both ends; those in which nothing has happened for longest stand first. */
  movable: Map<string, Socket>;
  /** Upgraded, or of the crew: these never make room. */
  held: Set<string>;
}

/**
 * Open connections by address (or /64). At the limit the one in which nothing has happened for longest makes
 * room for the new one, so somebody who fills an address with connections that stand still shuts out nobody
 * who does something. A proxy that is trusted is not counted: its clients are, by their requests.
 */
export class Connections {
  readonly #byAddress = new Map<string, Address>();
  readonly #overrun = new WeakSet<Socket>();
  readonly #unanswered = new WeakMap<Duplex, ServerResponse>();

  constructor(
    private readonly perAddress: number,
    private readonly trusted: readonly string[],
  ) {}

  watch(server: Server): void {
    server.on('connection', (socket) => this.#came(socket));
  }

  /**
   * Notes a request. False when its connection has one that is not answered yet: no browser and no proxy
   * sends on before. Such a connection is read no further and ends with the answer that is due. An answer
   * counts from its head: a client may have all of it, and send on, before Node says that it was written.
   */
  begins(req: IncomingMessage, res: ServerResponse): boolean {
    const { socket } = req;
    const earlier = this.#unanswered.get(socket);
    if (earlier && !earlier.headersSent) {
      earlier.shouldKeepAlive = false;
      this.#overrun.add(socket);
      // Not yet: at the end of this request Node continues to read.
      setImmediate(() => socket.pause());
      return false;
    }
    this.#unanswered.set(socket, res);
    this.#touch(socket);
    const over = () => {
      if (this.#unanswered.get(socket) === res) this.#unanswered.delete(socket);
      this.#touch(socket);
    };
    res.once('finish', over).once('close', over);
    return true;
  }

  /** Whether it ends with the answer that is due. */
  isOverrun(socket: Socket): boolean {
    return this.#overrun.has(socket);
  }

  /** Whether an answer is due over it, or under way. */
  isAnswering(socket: Duplex): boolean {
    return this.#unanswered.has(socket);
  }

  /** From now on it makes room for nobody. */
  hold(socket: Socket): void {
    const address = this.#byAddress.get(limitKey(socket.remoteAddress ?? ''));
    const ends = endsOf(socket);
    if (address?.movable.delete(ends)) address.held.add(ends);
  }

  #came(socket: Socket): void {
    const peer = socket.remoteAddress ?? '';
    if (isIn(peer, this.trusted)) return;
    const key = limitKey(peer);
    const ends = endsOf(socket);
    const address = this.#byAddress.get(key) ?? { movable: new Map(), held: new Set() };
    this.#byAddress.set(key, address);
    if (address.movable.size + address.held.size >= this.perAddress) {
      const [oldest] = address.movable;
      if (!oldest) return void socket.destroy();
      address.movable.delete(oldest[0]);
      oldest[1].destroy();
    }
    address.movable.set(ends, socket);
    socket.once('close', () => {
      if (address.movable.get(ends) === socket) address.movable.delete(ends);
      else address.held.delete(ends);
      if (address.movable.size + address.held.size === 0) this.#byAddress.delete(key);
    });
  }

  #touch(socket: Socket): void {
    const address = this.#byAddress.get(limitKey(socket.remoteAddress ?? ''));
    const ends = endsOf(socket);
    const known = address?.movable.get(ends);
    if (!known) return;
    address?.movable.delete(ends);
    address?.movable.set(ends, known);
  }
}

/**
 * Names a connection. Over HTTPS a request has another socket than the one that came, with the same ends; and
 * two of one /64, or one of HTTP and one of HTTPS, may come from the same port.
 */
const endsOf = ({ remoteAddress, remotePort, localPort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localPort}`;
