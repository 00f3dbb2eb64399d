import type { Socket } from 'node:net';
import type { ChatBatch, Update } from './contract';
import type { ClientSocket, Io } from './gateway.server';

/** What goes to many at once, as socket.io writes it: name and content. */
export type Message =
  readonly ['update', Update] | readonly ['presence', { viewers: number }] | readonly ['chat', ChatBatch];

/** engine.io's type of a message and socket.io's of an event, of the main namespace (their protocols 4 and 5). */
const EVENT = '42';

/**
 * Sends one message to all sockets of some rooms.
 *
 * socket.io encodes a broadcast once, but then makes objects and raises events for each socket, which costs nearly as much again
 * as the writing itself (bench/audience). So the WebSocket frame is prepared once and written straight to each connection that has
 * nothing else to send. Every other socket gets the message in socket.io's own way, in order behind what waits there, where the
 * guard of slow clients sees it (F26).
 */
export function broadcast(io: Io, rooms: readonly string[], message: Message): void {
  const { adapter, sockets } = io.of('/');
  let frame: Buffer | null = null;
  for (const room of rooms) {
    for (const id of adapter.rooms.get(room) ?? []) {
      const socket = sockets.get(id);
      if (!socket) continue;
      const connection = idle(socket);
      if (connection) connection.write((frame ??= textFrame(EVENT + JSON.stringify(message))));
      else emit(socket, message);
    }
  }
}

/** The TCP connection of a socket that is open and has nothing waiting on its way; null otherwise. */
function idle({ conn }: ClientSocket): Socket | null {
  if (conn.readyState !== 'open' || conn.transport.name !== 'websocket' || !conn.transport.writable)
    return null;
  // engine.io keeps its buffer private; what is in it goes first.
  const waiting: unknown = Reflect.get(conn, 'writeBuffer');
  if (!Array.isArray(waiting) || waiting.length > 0) return null;
  const connection = conn.request.socket;
  return connection.writable && connection.writableLength === 0 ? connection : null;
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
