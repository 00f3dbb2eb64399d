import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { checkViewerTicket, signViewerTicket, viewerToRenew } from '../../app/realtime/tickets';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import {
  createProduction,
  crewTicket,
  type Production,
  SECRETS,
  startRealtime,
  TestClient,
  viewerTicket,
} from '../support/web/test-realtime';

/** Safety T17 and T24: who may open a socket, and for how long. */
let database: TestDatabase;
let web: Sql;
let server: Awaited<ReturnType<typeof startRealtime>>;
let production: Production;
let other: Production;

beforeAll(async () => {
  database = await createTestDatabase();
  web = connect(database.webUrl, { max: 4 });
  production = await createProduction(database.adminUrl);
  other = await createProduction(database.adminUrl);
  server = await startRealtime(database.webUrl);
});
afterAll(async () => {
  await server.close();
  await web.end();
  await production.admin.end();
  await other.admin.end();
  await database.drop();
});

async function outcome(ticket: string, origin?: string | null): Promise<string> {
  const client = new TestClient<'crew'>(server.url, ticket, { origin });
  await client.until(({ snapshots, disconnects }) => snapshots + disconnects.length > 0);
  const result = client.disconnects[0] ?? client.chain.state?.event.slug ?? '';
  client.close();
  return result;
}

test('a ticket opens its own event, once', async () => {
  const ticket = await crewTicket(web, production);
  expect(await outcome(ticket)).toBe(production.slug);
  expect(await outcome(ticket)).toBe('refused: ticket');
});

test('of ten who show one ticket at the same moment, one gets in', async () => {
  const ticket = await crewTicket(web, production);
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => outcome(ticket)));
  expect(outcomes.filter((each) => each === production.slug)).toHaveLength(1);
});

test('a page of another site, or none at all, gets no socket', async () => {
  for (const origin of ['http://evil.test', 'null', 'http://touchline.test.evil.test', null]) {
    const ticket = await crewTicket(web, production);
    expect(await outcome(ticket, origin)).toMatch(/^refused: websocket error/);
    // The handshake was refused before the ticket was looked at.
    expect(await outcome(ticket)).toBe(production.slug);
  }
});

test('a late, made-up or foreign ticket is refused', async () => {
  const late = await crewTicket(web, production);
  await production.admin`update socket_tickets set expires_at = now() - interval '1 second'`;
  expect(await outcome(late)).toBe('refused: ticket');
  expect(await outcome('x'.repeat(43))).toBe('refused: ticket');
  expect(await outcome('')).toBe('refused: ticket');
  const key = SECRETS.keysFor('viewer-ticket');
  const old = signViewerTicket(key, production.eventId, undefined, Date.now() - 3_600_000);
  expect(await outcome(old.ticket)).toBe('refused: ticket');
  const otherKey = signViewerTicket(SECRETS.keysFor('another purpose'), production.eventId);
  expect(await outcome(otherKey.ticket)).toBe('refused: ticket');
});

test('a viewer who renews a ticket stays the same viewer, of the same event only and by our own signature only', () => {
  const key = SECRETS.keysFor('viewer-ticket');
  const first = signViewerTicket(key, production.eventId, undefined, Date.now() - 3_600_000).ticket;
  const again = signViewerTicket(key, production.eventId, viewerToRenew(key, production.eventId, first));
  const before = checkViewerTicket(key, first, Date.now() - 3_600_000);
  expect(checkViewerTicket(key, again.ticket)).toEqual(before);
  expect(viewerToRenew(key, other.eventId, first)).toBeUndefined();
  expect(viewerToRenew(SECRETS.keysFor('another purpose'), production.eventId, first)).toBeUndefined();
  for (const made of [undefined, '', 'v1.x.y', `${first}x`])
    expect(viewerToRenew(key, production.eventId, made)).toBeUndefined();
});

test('a viewer cannot change the event in a ticket', async () => {
  const [version, body = '', signature] = viewerTicket(production.eventId).split('.');
  const facts = Buffer.from(body, 'base64url').toString().replace(production.eventId, other.eventId);
  const changed = `${version}.${Buffer.from(facts).toString('base64url')}.${signature}`;
  expect(await outcome(changed)).toBe('refused: ticket');
});

test('a viewer gets nothing of a draft, and nothing of the crew', async () => {
  await other.admin`update events set status = 'draft' where id = ${other.eventId}`;
  expect(await outcome(viewerTicket(other.eventId))).toBe('refused: gone');
  const viewer = new TestClient<'public'>(server.url, viewerTicket(production.eventId));
  await viewer.until(({ snapshots }) => snapshots === 1);
  expect(Object.keys(viewer.chain.state ?? {})).toEqual(['event', 'players', 'score']);
  viewer.close();
});

test('a revoked link closes its open socket within two seconds', async () => {
  const director = new TestClient<'crew'>(server.url, await crewTicket(web, production));
  await director.until(({ snapshots }) => snapshots === 1);
  await production.admin`update crew_links set revoked_at = now() where id = ${production.director.linkId}`;
  await director.until(({ disconnects }) => disconnects.length === 1, 2_000);
  await production.admin`update crew_links set revoked_at = null where id = ${production.director.linkId}`;
});

test('what is no message, too large or too much ends the connection and nothing else', async () => {
  const calm = new TestClient<'public'>(server.url, viewerTicket(production.eventId));
  await calm.until(({ snapshots }) => snapshots === 1);
  const misdeeds: ((client: TestClient<'public'>) => void)[] = [
    ({ socket }) => socket.emit('resume', { seq: -1 }),
    ({ socket }) => socket.emit('resume', 'everything'),
    ({ socket }) => socket.emit('phone', { battery: 'x'.repeat(20_000) }),
    ({ socket }) => {
      for (let n = 0; n < 60; n += 1) socket.emit('resume', { seq: 0 });
    },
  ];
  for (const misdeed of misdeeds) {
    const client = new TestClient<'public'>(server.url, viewerTicket(production.eventId));
    await client.until(({ snapshots }) => snapshots === 1);
    misdeed(client);
    await client.until(({ disconnects }) => disconnects.length === 1, 2_000);
    client.close();
  }
  expect(calm.socket.connected).toBe(true);
  calm.close();
});
