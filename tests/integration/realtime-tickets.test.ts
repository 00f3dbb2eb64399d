import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { createApiToken, endApiToken, memberOfToken } from '../../app/domain/accounts/api-token';
import { createOwner } from '../../app/domain/accounts/owner-setup';
import { login, logout, sessionActor } from '../../app/domain/accounts/sign-in';
import { checkViewerTicket, issueTicket, signViewerTicket, viewerToRenew } from '../../app/realtime/tickets';
import { purpose, withClaims } from '../../db/claims';
import { tokenHash } from '../../db/secrets';
import { createTestDatabase, type TestDatabase } from '../support/database/test-database';
import { TestEmbed } from '../support/load/embed-heartbeats';
import {
  cameraTicket,
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

/**
 * A right ends, and its socket is closed within two seconds; one by the same kind of right, which did not
 * end, was judged in the same round and stays.
 */
async function closesOnly(ending: string, staying: string, end: () => Promise<unknown>): Promise<void> {
  const [bystander, client] = [staying, ending].map((ticket) => new TestClient<'crew'>(server.url, ticket));
  if (!bystander || !client) throw new Error('There are two.');
  await bystander.until(({ snapshots }) => snapshots === 1);
  await client.until(({ snapshots }) => snapshots === 1);
  await end();
  await client.until(({ disconnects }) => disconnects.length === 1, 2_000);
  // Its own answer comes after what the server had sent to it before.
  bystander.socket.emit('resume', { seq: 0 });
  await bystander.until(({ snapshots }) => snapshots === 2);
  expect(bystander.disconnects).toEqual([]);
  bystander.close();
}

test('T24: a token that is revoked or ends closes its open socket within two seconds', async () => {
  const { admin, eventId } = production;
  const made = async () => {
    const { id, token } = await createApiToken({ sql: web }, { name: 'Desk' });
    const actor = await withClaims(web, purpose('api_token'), (tx) => memberOfToken(tx, token));
    if (!actor) throw new Error('The token is not known.');
    return { id, ticket: (await issueTicket(web, { audience: 'crew', eventId, actor })).ticket };
  };
  for (const end of [
    (id: string) => endApiToken({ sql: web }, id),
    (id: string) => admin`update api_tokens set expires_at = now() where id = ${id}`,
  ]) {
    const [ending, staying] = [await made(), await made()];
    await closesOnly(ending.ticket, staying.ticket, () => end(ending.id));
  }
});

test('T24: a session that ends by sign-out, by its idle or its absolute limit closes its socket', async () => {
  const { admin, eventId } = production;
  const owner = { email: 'ann@example.org', name: 'Ann', password: 'correct horse battery' };
  await createOwner({ sql: web }, owner);
  const signedIn = async () => {
    const { sessionToken } = await login({ sql: web }, owner, '203.0.113.5');
    const actor = await sessionActor({ sql: web }, sessionToken);
    if (!actor) throw new Error('The session is not known.');
    const session = tokenHash(sessionToken).toString('hex');
    const { ticket } = await issueTicket(web, { audience: 'crew', eventId, actor, session });
    return { sessionToken, ticket };
  };
  const one = (token: string) => admin`id_hash = ${tokenHash(token)}`;
  for (const end of [
    (token: string) => logout({ sql: web }, token),
    (token: string) => admin`update sessions set seen_at = now() - interval '73 hours' where ${one(token)}`,
    (token: string) => admin`update sessions set expires_at = now() where ${one(token)}`,
  ]) {
    const [ending, staying] = [await signedIn(), await signedIn()];
    await closesOnly(ending.ticket, staying.ticket, () => end(ending.sessionToken));
  }
});

test('T24: a crew session that ends closes its socket, and so does a phone’s when its camera is removed', async () => {
  const { admin, eventId, director: actor } = production;
  const opened = async (browser: string) => {
    await admin`
      insert into crew_sessions (id_hash, link_id, event_id, expires_at)
      values (${tokenHash(browser)}, ${actor.linkId}, ${eventId}, now() + interval '1 day')`;
    const session = tokenHash(browser).toString('hex');
    return (await issueTicket(web, { audience: 'crew', eventId, actor, session })).ticket;
  };
  await closesOnly(
    await opened('one'),
    await opened('two'),
    () => admin`update crew_sessions set expires_at = now() where id_hash = ${tokenHash('one')}`,
  );
  await closesOnly(
    await cameraTicket(web, production, 1),
    await cameraTicket(web, production, 0),
    () => admin`update cameras set state = 'removed' where id = ${production.cameras[1]}`,
  );
});

test('T24: who is taken out of the team loses the socket that the membership opened', async () => {
  const { admin, eventId } = production;
  const joined = async (email: string) => {
    await createOwner({ sql: web }, { email, name: 'Bo', password: 'correct horse battery' });
    const [user] = await admin<{ id: string }[]>`select id from users where email = ${email}`;
    const teams = await admin<{ id: string }[]>`
      select team_id as id from team_members where user_id = ${user?.id ?? ''}`;
    const actor = {
      kind: 'member' as const,
      userId: user?.id ?? '',
      teams: teams.map(({ id }) => id),
      name: 'Bo',
      via: 'session' as const,
    };
    const { ticket } = await issueTicket(web, { audience: 'crew', eventId, actor });
    return { userId: actor.userId, ticket };
  };
  const [ending, staying] = [await joined('bo@example.org'), await joined('cy@example.org')];
  await closesOnly(
    ending.ticket,
    staying.ticket,
    () => admin`delete from team_members where user_id = ${ending.userId}`,
  );
});

/** A production of its own, and a socket of each kind in it. */
async function everySocket() {
  const own = await createProduction(database.adminUrl);
  const tickets = [await crewTicket(web, own), await cameraTicket(web, own, 0), viewerTicket(own.eventId)];
  const clients = tickets.map((ticket) => new TestClient<'crew'>(server.url, ticket));
  await Promise.all(clients.map((client) => client.until(({ snapshots }) => snapshots === 1)));
  const embed = new TestEmbed(own.eventId, own.slug);
  expect((await embed.beat(server.url)).status).toBe(200);
  return { own, clients, embed };
}

test('T24: with a deleted event every socket of it ends within two seconds, and its embeds hear nothing', async () => {
  const { own, clients, embed } = await everySocket();
  await own.admin`delete from events where id = ${own.eventId}`;
  await Promise.all(
    clients.map((client) => client.until(({ disconnects }) => disconnects.length === 1, 2_000)),
  );
  expect((await embed.beat(server.url)).status).toBe(404);
  await own.admin.end();
});

test('T24: an event that is a draft again keeps its crew and its phones, and no viewer and no embed', async () => {
  const { own, clients, embed } = await everySocket();
  const [crew, phone, viewer] = clients;
  await own.admin`update events set status = 'draft', seq = seq + 1 where id = ${own.eventId}`;
  await viewer?.until(({ disconnects }) => disconnects.length === 1, 2_000);
  expect([crew, phone].map((client) => client?.disconnects)).toEqual([[], []]);
  expect((await embed.beat(server.url)).status).toBe(404);
  for (const client of clients) client.close();
  await own.admin.end();
});

test('what is no message, too large or too much ends the connection and nothing else', async () => {
  const calm = new TestClient<'public'>(server.url, viewerTicket(production.eventId));
  await calm.until(({ snapshots }) => snapshots === 1);
  const misdeeds: ((client: TestClient<'public'>) => void)[] = [
    ({ socket }) => socket.emit('resume', { seq: -1 }),
    ({ socket }) => socket.emit('resume', 'everything'),
    ({ socket }) => socket.emit('phone', { battery: 'x'.repeat(20_000) }),
    // Its length cannot be compared: zod threw instead of refusing it, and the web process ended.
    ({ socket }) => socket.emit('phone', { codec: { length: { toString: 1 } } }),
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
