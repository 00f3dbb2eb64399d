/**
 * A client that has stopped reading is buffered without limit by socket.io (30 MB seen), so we let it go
 * first (F26).
 */
const MAX_PACKETS = 500;
const MAX_BYTES = 1_000_000;
const LOOK_MS = 500;

/** What of a socket is needed to tell how far behind its client is; socket.io's own has all of it. */
export interface Backlogged {
  conn: { request: { socket: { writableLength: number; destroy: () => unknown } } };
}

/** Packets that wait in engine.io, and bytes that wait there and in the TCP socket. */
export function backlog(socket: Backlogged): { packets: number; bytes: number } {
  // engine.io keeps its buffer private; it is where a stalled client shows first (facts: socket.io).
  const buffer: unknown = Reflect.get(socket.conn, 'writeBuffer');
  const packets = Array.isArray(buffer) ? buffer : [];
  const bytes = packets.reduce<number>((sum, packet) => sum + dataLength(packet), 0);
  return { packets: packets.length, bytes: bytes + socket.conn.request.socket.writableLength };
}

function dataLength(packet: unknown): number {
  if (typeof packet !== 'object' || packet === null || !('data' in packet)) return 0;
  const { data } = packet;
  return typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0;
}

/**
 * Looks twice a second for clients that are too far behind and ends their connection without a word, since a
 * word would only lengthen the queue. A client that lives comes back and gets a snapshot.
 */
export function guardSlowClients<S extends Backlogged>(
  sockets: () => Iterable<S>,
  kicked: (socket: S) => void,
) {
  const timer = setInterval(() => {
    for (const socket of sockets()) {
      const { packets, bytes } = backlog(socket);
      if (packets <= MAX_PACKETS && bytes <= MAX_BYTES) continue;
      kicked(socket);
      // Closing politely waits for the client to answer, which is what it does not do.
      socket.conn.request.socket.destroy();
    }
  }, LOOK_MS);
  return { close: () => clearInterval(timer) };
}
