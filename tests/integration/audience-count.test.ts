import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { TestEmbed } from '../support/load/embed-heartbeats';
import {
  createProduction,
  type Production,
  startRealtime,
  TestClient,
  viewerTicket,
} from '../support/web/test-realtime';
import { until } from '../support/time/until';
import { holds } from '../support/time/pace';

/** The count of viewers over two web processes: right within a second, and after a death within ten. */
let database: TestDatabase;
let one: Awaited<ReturnType<typeof startRealtime>>;
let two: Awaited<ReturnType<typeof startRealtime>>;
let production: Production;
const clients: TestClient<'public'>[] = [];

function viewer(url: string, ticket = viewerTicket(production.eventId), ip?: string): TestClient<'public'> {
  const client = new TestClient<'public'>(url, ticket, ip ? { ip } : {});
  clients.push(client);
  return client;
}
const embed = (options?: { ticket?: string; ip?: string }) =>
  new TestEmbed(production.eventId, production.slug, options);
const told = (client: TestClient<'public'>, count: number, withinMs = 1_000) =>
  client.until(({ presences }) => presences.at(-1) === count, withinMs);

beforeAll(async () => {
  database = await createTestDatabase();
  production = await createProduction(database.adminUrl);
  [one, two] = await Promise.all([startRealtime(database.webUrl), startRealtime(database.webUrl)]);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await until('everybody to be gone', async () => {
    const [row] = await production.admin<{ left: number }[]>`
      select count(*)::int as left from presence_viewers join presence_processes using (process_id)
      where seen_at > now() - interval '6 seconds'`;
    return row?.left === 0;
  });
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await production.admin.end();
  await database.drop();
});

test('five join and one closes its tab: every screen has the number within a second, each time', async () => {
  const watching = [one, two, one, two, one].map(({ url }) => viewer(url));
  for (const each of watching) await told(each, 5, 2_000);
  watching.shift()?.close();
  await Promise.all(watching.map((each) => told(each, 4)));
});

test('heartbeats that are spread over processes are one viewer, and its beacon is heard wherever it goes', async () => {
  const page = viewer(one.url);
  const player = embed();
  expect(await player.beat(one.url)).toMatchObject({ status: 200 });
  await told(page, 2);
  for (const { url } of [two, one, two]) expect((await player.beat(url)).status).toBe(200);
  await holds('two viewers', () => page.presences.at(-1) === 2, 700);
  // The last heartbeats were heard by both; the beacon by one of them.
  expect(await player.leave(one.url)).toBe(204);
  await told(page, 1);
});

test('a viewer with a socket at one process and heartbeats at the other counts once', async () => {
  const ticket = viewerTicket(production.eventId);
  const page = viewer(one.url, ticket);
  const player = embed({ ticket });
  await player.beat(two.url);
  const other = viewer(two.url);
  await told(other, 2);
  await told(page, 2);
  await player.leave(one.url);
  await holds('two viewers', () => other.presences.at(-1) === 2, 700);
});

test('an embed hears the number with its first heartbeat, itself among them', async () => {
  const page = viewer(two.url);
  await told(page, 1);
  const player = embed();
  const first = await player.beat(two.url);
  expect(first.viewers).toBe(2);
  await player.leave(two.url);
});

test('500 sockets of one address count as the cap, and a few elsewhere as themselves (T23)', async () => {
  const crowd = Array.from({ length: 500 }, (_, n) =>
    viewer(n % 2 ? one.url : two.url, undefined, `2001:db8:1:2::${(n + 1).toString(16)}`),
  );
  const apart = viewer(one.url, undefined, '2001:db8:1:3::1');
  await told(apart, 201, 20_000);
  await holds('the cap and one', () => apart.presences.at(-1) === 201, 1_000);
  expect(Math.max(...apart.presences)).toBe(201);
  expect(crowd.every(({ socket }) => socket.connected)).toBe(true);
}, 60_000);

test('an address that opens more sockets than it may hears that it is too much, and nobody else is (T23)', async () => {
  const { LIMITS } = await import('../../app/config/limits');
  const { limitKey } = await import('../../core/address');
  const { Places } = await import('../../core/limits');
  const sockets = new Places(LIMITS.socketsPerAddress, LIMITS.sockets);
  const quota = { take: (address: string) => sockets.take(limitKey(address)) };
  const places = Array.from({ length: LIMITS.socketsPerAddress }, (_, n) =>
    quota.take(`2001:db8::${n.toString(16)}`),
  );
  expect(places.every(Boolean)).toBe(true);
  expect(quota.take('2001:db8::ffff')).toBeNull();
  expect(quota.take('2001:db8:0:1::1')).not.toBeNull();
  places[0]?.();
  expect(quota.take('2001:db8::ffff')).not.toBeNull();
});

test('heartbeats need a good ticket of their event', async () => {
  const foreign = await createProduction(database.adminUrl);
  expect((await new TestEmbed(production.eventId, foreign.slug).beat(one.url)).status).toBe(403);
  expect((await embed({ ticket: `${viewerTicket(production.eventId)}x` }).beat(one.url)).status).toBe(401);
  expect((await embed({ ticket: '' }).beat(one.url)).status).toBe(401);
  expect(await embed({ ticket: 'x'.repeat(5_000) }).leave(one.url)).toBe(413);
  expect((await fetch(`${one.url}/api/presence/${production.slug}`)).status).toBe(405);
  const gone = crypto.randomUUID();
  expect((await embed({ ticket: viewerTicket(gone) }).beat(one.url)).status).toBe(404);
  await foreign.admin.end();
});

test('after kill -9 of a web process the number is right again within 10 s', async () => {
  const child: ChildProcess = fork(new URL('../support/web/realtime-process.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, TEST_DATABASE_URL: database.webUrl },
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const here = viewer(one.url);
  const there = Array.from({ length: 3 }, () => viewer(url));
  await embed().beat(url);
  await told(here, 5, 3_000);
  const returning = there[0]?.socket.auth;
  child.kill('SIGKILL');
  const begun = performance.now();
  // One of the four comes back to another process, with the ticket it has.
  const ticket = typeof returning === 'object' && 'ticket' in returning ? String(returning.ticket) : '';
  viewer(two.url, ticket);
  await told(here, 2, 10_000);
  console.info(`count right ${Math.round(performance.now() - begun)} ms after kill -9`);
  // It never counted anybody twice.
  expect(Math.max(...here.presences)).toBe(5);
});
