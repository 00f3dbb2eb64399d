import { dispose, Room, RoomEvent } from '@livekit/rtc-node';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RelayPackets, RoomFacts } from '../../contract/packets';
import { createLivekit } from '../../livekit/client';
import type { Livekit } from '../../livekit/tokens';
import { GRANTS } from '../../core/grants';
import { roomsOf } from '../../core/rooms';
import { Doorbell } from '../../db/doorbell';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { TestEmbed } from '../support/load/embed-heartbeats';
import { startLiveKit, type TestLiveKit } from '../support/cameras/test-livekit';
import {
  createProduction,
  type Production,
  startRealtime,
  TestClient,
  viewerTicket,
} from '../support/web/test-realtime';
import { until } from '../support/time/until';
import { holds, lasts, pace } from '../support/time/pace';

/** What embeds hear over a real LiveKit: state and count, from exactly one of the web processes. */
let database: TestDatabase;
let server: TestLiveKit;
let livekit: Livekit;
let production: Production;
let doorbell: Doorbell;
const children: ChildProcess[] = [];

const settings = () => ({
  url: server.url,
  publicUrl: server.url,
  apiKey: server.apiKey,
  apiSecret: server.apiSecret,
});

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase(), startLiveKit()]);
  livekit = createLivekit(settings());
  production = await createProduction(database.adminUrl);
  doorbell = new Doorbell(database.webUrl);
  await livekit.ensureRoom(production.slug);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await doorbell.close();
  await production.admin.end();
  await server.close();
  await database.drop();
  await dispose();
});

async function startProcess(): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(new URL('../support/web/realtime-process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TEST_DATABASE_URL: database.webUrl, TEST_LIVEKIT: JSON.stringify(settings()) },
  });
  children.push(child);
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { child, url };
}

/** An embed as LiveKit sees it: a hidden viewer who may neither publish nor send data. */
async function listen() {
  const heard = { state: [] as RelayPackets['state'][], count: [] as number[], largest: 0 };
  const room = new Room();
  room.on(RoomEvent.DataReceived, (payload, _participant, _kind, topic) => {
    const message: unknown = JSON.parse(Buffer.from(payload).toString());
    heard.largest = Math.max(heard.largest, payload.byteLength);
    if (topic === 'state') heard.state.push(message as RelayPackets['state']);
    if (topic === 'count') heard.count.push((message as RelayPackets['count']).viewers);
  });
  const grant = GRANTS.viewer(roomsOf(production.slug));
  const { token } = await livekit.token(grant, `viewer_${crypto.randomUUID()}`, '', '');
  await room.connect(server.url, token, { autoSubscribe: false, dynacast: false });
  const facts = (): RoomFacts | null => (room.metadata ? JSON.parse(room.metadata) : null);
  return { heard, facts, room };
}

test('an embed hears state and count from one process; when that one is killed the other goes on within 3 s', async () => {
  const one = await startProcess();
  const first = new TestEmbed(production.eventId, production.slug);
  await first.beat(one.url);
  const embed = await listen();
  await until('the facts of the room', () => embed.facts()?.count.viewers === 1);
  expect(embed.facts()?.state.state.event.title).toBe('Cup final');

  // A second process, with viewers of its own, reports nothing.
  const two = await startProcess();
  const second = new TestEmbed(production.eventId, production.slug);
  const began = performance.now();
  await second.beat(two.url);
  await until('the count', () => embed.heard.count.at(-1) === 2, { timeoutMs: 1_500, everyMs: 10 });
  console.info(`relay: the count was heard after ${Math.round(performance.now() - began)} ms`);
  await lasts('the quiet after the count', 1_500);
  const before = embed.heard.state.length;
  const seq = await production.retitle('Cup final, second half');
  const changed = performance.now();
  doorbell.ring(production.eventId, seq);
  await until('the state', () => embed.heard.state.at(-1)?.seq === seq, { timeoutMs: 1_500, everyMs: 5 });
  console.info(`relay: the state was heard after ${Math.round(performance.now() - changed)} ms`);
  expect(embed.heard.state.at(-1)?.state.event.title).toBe('Cup final, second half');
  await holds('one state', () => embed.heard.state.length - before === 1, 300);

  // Who joins now has all of it at once, before any packet.
  const late = await listen();
  await until('the facts for a late joiner', () => late.facts()?.state.seq === seq, { timeoutMs: 1_500 });
  await late.room.disconnect();

  one.child.kill('SIGKILL');
  const killed = performance.now();
  const after = await production.retitle('Cup final, extra time');
  doorbell.ring(production.eventId, after);
  await until('the other process', () => embed.heard.state.at(-1)?.seq === after, {
    timeoutMs: 3_000,
    everyMs: 10,
  });
  console.info(`relay: taken over ${Math.round(performance.now() - killed)} ms after kill -9`);
  await until('the count without the dead', () => embed.heard.count.at(-1) === 1, { timeoutMs: 10_000 });
  expect(embed.heard.largest).toBeLessThan(15_000);
  await embed.room.disconnect();
  two.child.kill('SIGKILL');
});

test('a LiveKit that accepts and says nothing holds up no socket and no heartbeat', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const web = await startRealtime(
    database.webUrl,
    0,
    createLivekit({ ...settings(), url: `ws://127.0.0.1:${port}` }),
  );
  const page = new TestClient<'public'>(web.url, viewerTicket(production.eventId));
  await page.until(({ presences }) => presences.length > 0);
  // Long enough for time-outs and the circuit.
  for (let n = 0; n < 8; n += 1) {
    const embed = new TestEmbed(production.eventId, production.slug);
    const began = performance.now();
    expect((await embed.beat(web.url)).status).toBe(200);
    expect(performance.now() - began).toBeLessThan(300);
    const seq = await production.retitle(`Title ${n}`);
    doorbell.ring(production.eventId, seq);
    await page.until(({ chain }) => chain.seq === seq, 500);
    await pace(400);
  }
  await page.until(({ presences }) => (presences.at(-1) ?? 0) >= 9, 1_500);
  page.close();
  const closing = performance.now();
  await web.close();
  expect(performance.now() - closing).toBeLessThan(3_000);
  silent.close();
});
