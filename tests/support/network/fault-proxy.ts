import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** A network between a publisher and its server, with every fault that a network has. */
export interface FaultProxy {
  port: number;
  /** How many connections were accepted so far. */
  connections(): number;
  /** Bytes that went to the server so far. */
  bytes(): number;
  /** No fault; a stalled connection continues. */
  pass(): void;
  /** Nobody listens, and what there was is cut; `listen` brings it back. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  /** New connections are accepted and never answered. */
  silence(): void;
  /** What is open stays open and nothing moves, as with a server whose machine hangs. */
  stall(): void;
  /** What is open moves nothing any more, as to a host that is gone; new connections pass. */
  strand(): void;
  /** At most so many bytes a second towards the server. */
  limit(bytesPerSecond: number): void;
  /** Ends what is open, politely (FIN) or not (RST). */
  cut(): void;
  reset(): void;
  close(): Promise<void>;
}

/** Small, so that what is held back is held back at the publisher and not here. */
const PIECE_BYTES = 4096;
const TICK_MS = 20;

/** @param tls speaks TLS to the publisher and plain TCP to the server */
export async function startFaultProxy(target: { port: number }, tls?: TlsOptions): Promise<FaultProxy> {
  let mode: 'pass' | 'silent' | 'stalled' = 'pass';
  let budget = Infinity;
  let perTick = Infinity;
  let accepted = 0;
  let bytes = 0;
  const pairs = new Set<{ near: Socket; far: Socket | null; stranded?: true }>();

  const accept = (near: Socket): void => {
    accepted++;
    const pair: { near: Socket; far: Socket | null } = { near, far: null };
    pairs.add(pair);
    near.on('error', () => undefined);
    near.on('close', () => {
      pair.far?.destroy();
      pairs.delete(pair);
    });
    if (mode === 'silent') return;
    const far = connect({ port: target.port, host: '127.0.0.1', noDelay: true });
    pair.far = far;
    far.on('error', () => near.destroy());
    far.on('close', () => near.destroy());
    far.on('data', (data) => near.write(data));
  };
  /** Takes from the publisher only what may pass, so that its own buffers fill as they would. */
  const move = (): void => {
    budget = Math.min(perTick * 2, budget + perTick);
    for (const { near, far, stranded } of pairs) {
      if (!far || stranded || mode !== 'pass') continue;
      while (budget > 0 && !far.writableNeedDrain) {
        const piece: unknown = near.read(Math.min(PIECE_BYTES, near.readableLength)) ?? null;
        if (!Buffer.isBuffer(piece)) break;
        budget -= piece.length;
        bytes += piece.length;
        far.write(piece);
      }
    }
  };
  const timer = setInterval(move, TICK_MS);
  const flow = (moving: boolean): void => {
    for (const { far, stranded } of pairs)
      if (moving && !stranded) far?.resume();
      else far?.pause();
  };
  const options = { highWaterMark: PIECE_BYTES, noDelay: true };
  let server: Server;
  let port = 0;
  const listen = async (): Promise<void> => {
    server = tls ? createTlsServer({ ...options, ...tls }, accept) : createServer(options, accept);
    // The publisher reports a TLS handshake that fails.
    server.on('tlsClientError', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('not a TCP address');
    port = address.port;
  };
  const end = (how: (socket: Socket) => void): void => {
    for (const { near } of pairs) how(near);
  };
  const refuse = async (): Promise<void> => {
    server.close();
    end((socket) => socket.destroy());
    if (server.listening) await once(server, 'close');
  };
  await listen();
  return {
    get port() {
      return port;
    },
    connections: () => accepted,
    bytes: () => bytes,
    pass() {
      mode = 'pass';
      perTick = budget = Infinity;
      flow(true);
    },
    refuse,
    listen,
    silence() {
      mode = 'silent';
    },
    stall() {
      mode = 'stalled';
      flow(false);
    },
    strand() {
      for (const pair of pairs) {
        pair.stranded = true;
        pair.far?.pause();
      }
    },
    limit(bytesPerSecond) {
      perTick = budget = (bytesPerSecond * TICK_MS) / 1000;
    },
    cut: () => end((socket) => socket.end()),
    reset: () => end((socket) => socket.resetAndDestroy()),
    async close() {
      clearInterval(timer);
      await refuse();
    },
  };
}
