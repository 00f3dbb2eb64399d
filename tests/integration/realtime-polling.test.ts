import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { Doorbell } from '../../db/doorbell';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import {
  createProduction,
  crewTicket,
  ORIGIN,
  type Production,
  startRealtime,
  TestClient,
  viewerTicket,
} from '../support/web/test-realtime';

/** Where no WebSocket passes: long polling, with the same rules (decision 36). */
let database: TestDatabase;
let web: Sql;
let bell: Doorbell;
let server: Awaited<ReturnType<typeof startRealtime>>;
let production: Production;

beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.webUrl, { max: 4 });
  bell = new Doorbell(database.webUrl);
  production = await createProduction(database.adminUrl);
  await production.admin`update events set status = 'ready' where id = ${production.eventId}`;
  server = await startRealtime(database.webUrl);
});
afterAll(async () => {
  await server.close();
  await bell.close();
  await web.end();
  await production.admin.end();
  await database.drop();
});

const polling = { transport: 'polling' } as const;

test('brings snapshot and every update in order, beside those who have a WebSocket', async () => {
  const director = new TestClient<'crew'>(server.url, await crewTicket(web, production), polling);
  const viewer = new TestClient<'public'>(server.url, viewerTicket(production.eventId), polling);
  const other = new TestClient<'public'>(server.url, viewerTicket(production.eventId));
  await Promise.all([director, viewer, other].map((one) => one.until(({ snapshots }) => snapshots === 1)));
  for (const title of ['First half', 'Half time', 'Second half']) {
    await production.cut(production.cameras[0]);
    const seq = await production.retitle(title);
    bell.ring(production.eventId, seq);
    await Promise.all([director, viewer, other].map((one) => one.until(({ chain }) => chain.seq >= seq)));
  }
  expect(director.chain.state?.program.onAir).toBe(production.cameras[0]);
  expect(viewer.chain.state?.event.title).toBe('Second half');
  expect(viewer.chain.seq).toBe(other.chain.seq);
  for (const one of [director, viewer, other]) one.close();
});

test('a ticket counts once, and a page of another site begins no session', async () => {
  const ticket = await crewTicket(web, production);
  const first = new TestClient<'crew'>(server.url, ticket, polling);
  await first.until(({ snapshots }) => snapshots === 1);
  const second = new TestClient<'crew'>(server.url, ticket, polling);
  await second.until(({ disconnects }) => disconnects.length > 0);
  expect(second.disconnects[0]).toBe('refused: ticket');
  first.close();
  second.close();
  const begin = (headers: Record<string, string>) =>
    fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers }).then(({ status }) => status);
  expect(await begin({ origin: 'http://evil.test' })).toBe(403);
  expect(await begin({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await begin({ origin: ORIGIN })).toBe(200);
  expect(await begin({})).toBe(200);
});

test('a flood of packets in one body is ended, and nobody else of the same connection with it', async () => {
  const address = `${server.url}/socket.io/?EIO=4&transport=polling`;
  const opened = await (await fetch(address, { headers: { origin: ORIGIN } })).text();
  const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
  const viewer = new TestClient<'public'>(server.url, viewerTicket(production.eventId), polling);
  await viewer.until(({ snapshots }) => snapshots === 1);
  const body = Array.from({ length: 200 }, () => `40{"ticket":"${'x'.repeat(43)}"}`).join('\x1e');
  await fetch(`${address}&sid=${sid}`, { method: 'POST', body, headers: { origin: ORIGIN } });
  const after = await fetch(`${address}&sid=${sid}`, { headers: { origin: ORIGIN } });
  const said = await after.text();
  // Refused, closed, or gone already; never 200 answers.
  expect(said.match(/44/g)?.length ?? 0).toBeLessThan(3);
  const seq = await production.retitle('Still here');
  bell.ring(production.eventId, seq);
  await viewer.until(({ chain }) => chain.seq >= seq);
  expect(viewer.disconnects).toEqual([]);
  viewer.close();
});

test('sessions that one address begins by polling are limited, before any ticket is looked at', async () => {
  const statuses = new Set<number>();
  for (let i = 0; i < 700 && !statuses.has(403); i += 1) {
    const headers = { origin: ORIGIN, 'x-forwarded-for': '198.51.100.9' };
    const { status } = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers });
    statuses.add(status);
  }
  expect([...statuses]).toEqual([200, 403]);
});
