import type { Socket } from 'node:net';
import type { ChatBatch, Update } from '../../../contract/messages';
import { type ClientSocket, type Io, ownConnection } from './io';

/*
 * Everything that leans on the inside of socket.io and engine.io: frames of our own on their connections, and
 * their private send buffer. What is relied upon, and in which versions it was checked, is asserted by
 * tests/integration/socketio-internals.test.ts.
 */

/** What goes to many at once, as socket.io writes it: name and content. */
export type Message =
  readonly ['update', Update] | readonly ['presence', { viewers: number }] | readonly ['chat', ChatBatch];

/**
 * engine.io's type of a message and socket.io's of an event, of the main namespace (their protocols 4 and 5).
 */
const EVENT = '42';

/** Sends one message to all sockets of some rooms. A socket that is in two of them gets it twice. */
export type Broadcast = (rooms: readonly string[], message: Message) => void;

/**
 * A socket with what is looked at before each write, so that a thousand of them are not looked up each time.
 */
interface Listener {
  socket: ClientSocket;
  conn: ClientSocket['conn'];
  /** Null for a client that polls: it gets everything in socket.io's own way. */
  connection: Socket | null;
}

/**
 * Broadcasts that cost little more than writing to each connection. Made before the first socket is let in.
 *
 * socket.io encodes a broadcast once, but then makes objects and raises events for each socket, which costs
 * more than the writing itself (bench/audience). So the WebSocket frame is prepared once and written straight
 * to each connection that has nothing else to send. Every other socket gets the message in socket.io's own
 * way, in order behind what waits there, where the guard of slow clients sees it (F26).
 */
export function createBroadcast(io: Io): Broadcast {
  const listeners = followRooms(io);
  return (rooms, message) => {
    let frame: Buffer | null = null;
    for (const room of rooms) {
      for (const { socket, conn, connection } of listeners.get(room)?.values() ?? []) {
        if (connection && isIdle(conn, connection))
          connection.write((frame ??= textFrame(EVENT + JSON.stringify(message))));
        else emit(socket, message);
      }
    }
  };
}

/** Who is in which room, updated by the events of socket.io's adapter. */
function followRooms(io: Io): ReadonlyMap<string, ReadonlyMap<string, Listener>> {
  const { adapter, sockets } = io.of('/');
  const rooms = new Map<string, Map<string, Listener>>();
  adapter.on('join-room', (room: string, id: string) => {
    const socket = sockets.get(id);
    // Each socket has a room of its own as well.
    if (!socket || room === id) return;
    const { conn } = socket;
    const listeners = rooms.get(room) ?? new Map<string, Listener>();
    rooms.set(room, listeners.set(id, { socket, conn, connection: ownConnection(socket) }));
  });
  adapter.on('leave-room', (room: string, id: string) => {
    const listeners = rooms.get(room);
    listeners?.delete(id);
    if (listeners?.size === 0) rooms.delete(room);
  });
  return rooms;
}

/**
 * Open, and nothing on its way: engine.io's transport is writable exactly while nothing that was handed to it
 * waits, and what comes then is handed over in the same turn.
 */
function isIdle(conn: ClientSocket['conn'], connection: Socket): boolean {
  return conn.transport.writable && connection.writableLength === 0 && conn.readyState === 'open';
}

function emit(socket: ClientSocket, message: Message): void {
  switch (message[0]) {
    case 'update':
      return void socket.emit('update', message[1]);
    case 'presence':
      return void socket.emit('presence', message[1]);
    case 'chat':
      return void socket.emit('chat', message[1]);
  }
}

/** A whole text message as one frame of a server: unmasked, not compressed (RFC 6455, 5.2). */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = 0x81;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}

/**
 * A client that has stopped reading is buffered without limit by socket.io (30 MB seen), so we let it go
 * first (F26).
 */
const MAX_PACKETS = 500;
const MAX_BYTES = 1_000_000;
const LOOK_MS = 500;

/** The part of a socket by which the backlog of its client is measured. */
export interface Backlogged {
  conn: {
    transport: { name: string };
    request: { socket: { writableLength: number; destroy: () => unknown } };
    close: (discard?: boolean) => unknown;
  };
}

const isWebSocket = ({ conn }: Backlogged) => conn.transport.name === 'websocket';

/** Packets that wait in engine.io, and bytes that wait there and in the TCP socket. */
export function backlog(socket: Backlogged): { packets: number; bytes: number } {
  // engine.io keeps its buffer private; it is where a stalled client shows first (facts: socket.io).
  const buffer: unknown = Reflect.get(socket.conn, 'writeBuffer');
  const packets = Array.isArray(buffer) ? buffer : [];
  const bytes = packets.reduce<number>((sum, packet) => sum + dataLength(packet), 0);
  const waiting = isWebSocket(socket) ? socket.conn.request.socket.writableLength : 0;
  return { packets: packets.length, bytes: bytes + waiting };
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
      if (isWebSocket(socket)) socket.conn.request.socket.destroy();
      else socket.conn.close(true);
    }
  }, LOOK_MS);
  return { close: () => clearInterval(timer) };
}
