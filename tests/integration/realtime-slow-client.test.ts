import { randomBytes } from 'node:crypto';
import { connect as tcp, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Doorbell } from '../../db/doorbell';
import { connect, type Sql } from '../../db/connect';
import type { Telemetry } from '../../contract/messages';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import {
  createProduction,
  crewTicket,
  ORIGIN,
  type Production,
  startRealtime,
  TestClient,
} from '../support/web/test-realtime';

/** Safety F26: a client that stops reading costs the others nothing. */
let database: TestDatabase;
let web: Sql;
let doorbell: Doorbell;
let production: Production;
let server: Awaited<ReturnType<typeof startRealtime>>;

beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.webUrl, { max: 2 });
  doorbell = new Doorbell(database.webUrl);
  production = await createProduction(database.adminUrl);
  server = await startRealtime(database.webUrl);
});
afterAll(async () => {
  await server.close();
  await doorbell.close();
  await web.end();
  await production.admin.end();
  await database.drop();
});

/** Speaks just enough WebSocket and socket.io to get in, and then never reads again. */
async function stopReading(url: string, ticket: string): Promise<Socket> {
  const { port, host } = new URL(url);
  const socket = tcp({ port: Number(port), host: '127.0.0.1' });
  socket.write(
    [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Origin: ${ORIGIN}`,
      '\r\n',
    ].join('\r\n'),
  );
  await heard(socket, '0{');
  socket.write(frame(`40${JSON.stringify({ ticket })}`));
  await heard(socket, 'snapshot');
  socket.pause();
  return socket;
}

function heard(socket: Socket, word: string): Promise<void> {
  return new Promise((resolve) => {
    const look = (data: Buffer) => {
      if (!data.toString('latin1').includes(word)) return;
      socket.off('data', look);
      resolve();
    };
    socket.on('data', look);
  });
}

/** A masked text frame of a client, shorter than 126 bytes or with a 16-bit length. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const length =
    body.length < 126
      ? Buffer.of(0x81, 0x80 | body.length)
      : Buffer.of(0x81, 0xfe, body.length >> 8, body.length & 255);
  return Buffer.concat([length, Buffer.alloc(4), body]);
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that this process holds on to. Its resident memory says more of when V8 last cleared up. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const QUIET: Telemetry = {
  cameras: {},
  engine: { status: 'off', fps: 0, headroom: 0 },
  viewers: { total: 0, page: 0, embed: 0, platforms: {} },
  control: { ok: true, reason: null },
};

test('a client that stops reading is let go within 10 s, and the others miss nothing', async () => {
  const reader = new TestClient<'crew'>(server.url, await crewTicket(web, production));
  await reader.until(({ snapshots }) => snapshots === 1);
  const stalled = await stopReading(server.url, await crewTicket(web, production));
  stalled.on('error', () => undefined);
  expect(server.realtime.figures().sockets.crew).toBe(2);

  const before = heldBytes();
  const begun = performance.now();
  let last = 0;
  // A message as large as they come, often enough to fill the kernel's buffers within a second or two.
  const outputs = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, n) => [`output-${n}`, { kbps: n, bytes: n, retries: 0 }]),
  );
  while (server.realtime.figures().sockets.crew === 2 && performance.now() - begun < 20_000) {
    server.realtime.io.to(`crew:${production.eventId}`).emit('telemetry', { ...QUIET, outputs });
    last = await production.cut(production.cameras[0]);
    doorbell.ring(production.eventId, last);
  }
  const tookMs = performance.now() - begun;
  const grownMb = (heldBytes() - before) / 1e6;
  console.info(`F26: let go after ${Math.round(tookMs)} ms, memory ${grownMb.toFixed(1)} MB more`);
  expect(server.realtime.figures().sockets.crew).toBe(1);
  expect(server.realtime.figures().kicked).toBe(1);
  expect(tookMs).toBeLessThan(10_000);
  expect(grownMb).toBeLessThan(50);
  await reader.until(({ chain }) => chain.seq === last, 2_000);
  expect(reader.resumes).toBe(0);
  reader.close();
  stalled.destroy();
});
