import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, Socket as NetSocket } from 'node:net';
import { io as dial, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  backlog,
  type Broadcast,
  createBroadcast,
  textFrame,
} from '../../app/realtime/sockets/socketio-internals';
import { createIo, type Io } from '../../app/realtime/sockets/io';

/**
 * A frame that was prepared once is, to a browser's socket.io, a message like any other: whole, in order,
 * once.
 */
let server: Server;
let io: Io;
let broadcast: Broadcast;
let url: string;

beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  io = createIo(server, { originAllowed: () => true, mayPoll: () => true });
  broadcast = createBroadcast(io);
  io.on('connection', (socket) => void socket.join('all'));
});
afterAll(async () => {
  await io.close();
});

const next = (socket: Socket, name: string) =>
  new Promise<unknown>((heard) => socket.once(name, (message: unknown) => heard(message)));

async function client(): Promise<Socket> {
  const socket = dial(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  await next(socket, 'connect');
  while ((io.of('/').adapter.rooms.get('all')?.size ?? 0) === 0) await new Promise(setImmediate);
  return socket;
}

const Lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
const installed = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages;
const versionOf = (name: string) => installed[`node_modules/${name}`]?.version;

test('what is relied upon inside socket.io is there, in the versions in which it was looked at', async () => {
  // After an upgrade: read socketio-internals.ts, see that this file passes, run bench/audience, then write
  // the new versions here.
  expect(['socket.io', 'engine.io', 'socket.io-adapter', 'ws'].map(versionOf)).toEqual([
    '4.8.4',
    '6.6.12',
    '2.5.8',
    '8.21.3',
  ]);
  const joined: string[] = [];
  io.of('/').adapter.on('join-room', (room: string, id: string) => joined.push(`${room} ${id}`));
  const here = await client();
  const socket = io.of('/').sockets.get(here.id ?? '');
  if (!socket) throw new Error('The socket is not in the main namespace.');
  expect(joined).toContain(`all ${socket.id}`);
  const { conn } = socket;
  expect(conn.request.socket).toBeInstanceOf(NetSocket);
  await expect.poll(() => conn.transport.writable).toBe(true);
  expect(conn.readyState).toBe('open');
  expect(backlog(socket)).toEqual({ packets: 0, bytes: 0 });
  // The first is handed over at once, and until it is written the transport takes nothing more.
  for (const viewers of [1, 2, 3]) socket.emit('presence', { viewers });
  expect(conn.transport.writable).toBe(false);
  expect(backlog(socket).packets).toBe(2);
  expect(backlog(socket).bytes).toBeGreaterThan(2 * '2["presence",{"viewers":2}]'.length - 1);
  await expect.poll(() => backlog(socket).packets).toBe(0);
  here.disconnect();
  await expect.poll(() => io.of('/').adapter.rooms.has('all')).toBe(false);
});

test.each([1, 100, 125, 126, 65_535, 65_536, 200_000])('text of %i bytes arrives whole', async (length) => {
  const socket = await client();
  const heard = next(socket, 'presence');
  const words = '€'.repeat(Math.floor(length / 3)).padEnd(length % 3 === 0 ? length / 3 : 1, 'x');
  // The contract says a number; the wire carries whatever it is, and this is about the wire.
  broadcast(['all'], ['presence', JSON.parse(JSON.stringify({ viewers: words }))]);
  expect(await heard).toEqual({ viewers: words });
  socket.disconnect();
});

test('prepared frames and messages in between them keep their order', async () => {
  const socket = await client();
  const heard: number[] = [];
  socket.on('presence', ({ viewers }: { viewers: number }) => heard.push(viewers));
  for (let n = 0; n < 300; n += 1) {
    if (n % 3 === 0) io.to('all').emit('presence', { viewers: n });
    else broadcast(['all'], ['presence', { viewers: n }]);
    if (n % 50 === 0) await new Promise(setImmediate);
  }
  while (heard.length < 300) await next(socket, 'presence');
  expect(heard).toEqual(Array.from({ length: 300 }, (_, n) => n));
  socket.disconnect();
});

test('who left the room, or went away, gets nothing more', async () => {
  const [stays, leaves] = [await client(), await client()];
  const heard: string[] = [];
  for (const socket of [stays, leaves])
    socket.on('presence', ({ viewers }: { viewers: number }) =>
      heard.push(`${socket === stays ? 'stays' : 'leaves'} ${viewers}`),
    );
  broadcast(['all'], ['presence', { viewers: 1 }]);
  while (heard.length < 2) await next(stays, 'presence').catch(() => undefined);
  io.in(leaves.id ?? '').socketsLeave('all');
  const told = next(stays, 'presence');
  broadcast(['all', 'nobody'], ['presence', { viewers: 2 }]);
  await told;
  stays.disconnect();
  leaves.disconnect();
  while (io.of('/').adapter.rooms.has('all')) await new Promise(setImmediate);
  broadcast(['all'], ['presence', { viewers: 3 }]);
  expect(heard.sort()).toEqual(['leaves 1', 'stays 1', 'stays 2']);
});

test('the head of a frame says its length in the shortest form', () => {
  expect([...textFrame('hi')]).toEqual([0x81, 2, 104, 105]);
  expect([...textFrame('x'.repeat(126)).subarray(0, 4)]).toEqual([0x81, 126, 0, 126]);
  expect([...textFrame('x'.repeat(65_536)).subarray(0, 10)]).toEqual([0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
});
