import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openLink } from '../../app/domain/crew';
import { pruneChats } from '../../app/domain/chat';
import type { ChatHistory } from '../../app/realtime/contract';
import { issueTicket } from '../../app/realtime/tickets.server';
import { asAdmin, call, type CallOptions, makeEvent, makeSession, makeToken, names } from '../support/api';
import { ChatEar, person, say, sayAs, ticketFor } from '../support/chat';
import { sleep, startRealtime, TestClient, viewerTicket } from '../support/realtime';
import { createTestServices, type TestServices } from '../support/services';
import type { Services } from '../../app/services';

/** Two web processes, each with its own way in (services) and its own way out (realtime), on one database. */
let services: TestServices;
let other: Services;
let one: Awaited<ReturnType<typeof startRealtime>>;
let two: Awaited<ReturnType<typeof startRealtime>>;
let token: string;
let owner: CallOptions;
let event: Awaited<ReturnType<typeof makeEvent>>;
const clients: { close(): void }[] = [];

beforeAll(async () => {
  services = await createTestServices();
  other = services.another();
  token = await makeToken(services);
  owner = { cookies: await makeSession(services) };
  [one, two] = await Promise.all([
    startRealtime(services.database.webUrl),
    startRealtime(services.database.webUrl),
  ]);
});
beforeEach(async () => {
  event = await makeEvent(services, token, { title: 'Cup final' });
  await asAdmin(services, (sql) => sql`update events set status = 'live' where id = ${event.id}`);
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await services.close();
});

const at = (path = '') => `/api/v1/events/${event.slug}/chat${path}`;
const api = (method: string, path: string, body?: unknown, who: CallOptions = { token }) =>
  call(services, method, path, { ...who, ...(body === undefined ? {} : { body }) });
const history = async (query = '', who: CallOptions = {}): Promise<ChatHistory> =>
  JSON.parse((await call(services, 'GET', `/api/chat/${event.slug}${query}`, who)).text);

async function listen(url: string, audience: 'public' | 'crew' = 'public'): Promise<ChatEar> {
  const actor = { kind: 'member' as const, userId: null, teams: [], name: 'A', via: 'token' as const };
  const ticket =
    audience === 'public'
      ? viewerTicket(event.id)
      : (await issueTicket(services.sql, { audience: 'crew', eventId: event.id, actor })).ticket;
  const client = new TestClient<'public'>(url, ticket);
  clients.push(client);
  const ear = new ChatEar(client);
  await ear.until(({ batches }) => batches.length > 0);
  return ear;
}

/** A crew link of a role, opened: the cookie of whoever holds it. */
async function crew(role: string, label: string): Promise<CallOptions> {
  const made = await api('POST', `/api/v1/events/${event.slug}/crew-links`, { role, label });
  const { sessionToken } = await openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.7');
  return { cookies: { [names.crew(event.slug)]: sessionToken } };
}

test('what two processes take in reaches every screen once, in one order, at most a batch in 100 ms', async () => {
  const ears = await Promise.all([listen(one.url), listen(two.url), listen(one.url, 'crew')]);
  const writers = Array.from({ length: 20 }, () => person(services, event.id));
  const rounds: Promise<{ status: number }>[] = [];
  for (const [n, writer] of writers.entries()) {
    rounds.push(say(n % 2 ? services : other, event.slug, writer, `first ${n}`));
    await sleep(7);
  }
  for (const [n, writer] of writers.entries()) {
    rounds.push(say(n % 2 ? other : services, event.slug, writer, `second ${n}`));
    await sleep(7);
  }
  expect((await Promise.all(rounds)).map(({ status }) => status)).toEqual(Array(40).fill(201));
  for (const ear of ears) {
    await ear.until(({ messages }) => messages.length === 40);
    expect(ear.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    // Counted and not timed one by one: what is late here was not late where it was sent.
    const tookMs = (ear.times.at(-1) ?? 0) - (ear.times[1] ?? 0);
    expect(ear.batches.length - 1).toBeLessThanOrEqual(tookMs / 100 + 2);
    ear.batches.slice(1).forEach((batch, n) => expect(batch.prevSeq).toBe(ear.batches[n]?.seq));
  }
  expect((await history()).messages.map(({ text }) => text)).toEqual(
    ears[0]?.messages.map(({ text }) => text),
  );
});

test('the doorbell of a chat rings at most once in 100 ms over all processes, and carries no content', async () => {
  const rings: { at: number; payload: string }[] = [];
  const admin = (await import('postgres')).default(services.database.adminUrl, { max: 1 });
  await admin.listen('touchline_chat', (payload) => rings.push({ at: performance.now(), payload }));
  const ear = await listen(one.url);
  const writers = Array.from({ length: 15 }, () => person(services, event.id));
  await Promise.all(
    writers.flatMap((writer, n) => [
      sleep(n * 20).then(() => say(services, event.slug, writer, 'a')),
      sleep(n * 20 + 10).then(() => say(other, event.slug, writer, 'b')),
    ]),
  );
  await ear.until(({ messages }) => messages.length === 30);
  await sleep(250);
  const tookMs = (rings.at(-1)?.at ?? 0) - (rings[0]?.at ?? 0);
  expect(rings.length).toBeGreaterThan(2);
  expect(rings.length).toBeLessThanOrEqual(tookMs / 100 + 2);
  for (const { payload } of rings) expect(payload).toMatch(/^[0-9a-f-]{36}:\d+$/);
  expect(rings.at(-1)?.payload).toBe(`${event.id}:30`);
  await admin.end();
});

test('a message that is taken away goes from every screen and from the page', async () => {
  const ears = await Promise.all([listen(one.url), listen(two.url), listen(two.url, 'crew')]);
  const fan = person(services, event.id);
  const { message } = await say(services, event.slug, fan, 'something rude');
  await say(services, event.slug, fan, 'something nice');
  const moderator = await crew('moderator', 'Birte');
  expect((await api('DELETE', at(`/messages/${message.id}`), undefined, moderator)).status).toBe(204);
  expect((await api('DELETE', at(`/messages/${message.id}`), undefined, moderator)).status).toBe(204);
  for (const ear of ears) {
    await ear.until(({ removed }) => removed.length > 0);
    expect(ear.removed).toEqual([message.id]);
  }
  expect((await history()).messages.map(({ text }) => text)).toEqual(['something nice']);
});

test('a banned person is not back by reloading, clearing or another network; neighbours stay', async () => {
  const rude = person(services, event.id, 'Rude');
  const neighbour = { ...person(services, event.id, 'Neighbour'), ip: rude.ip };
  const { message } = await say(services, event.slug, rude, 'one');
  await say(services, event.slug, neighbour, 'hello');
  const ear = await listen(two.url);
  const ban = await api('POST', at('/bans'), { messageId: message.id, removeMessages: true });
  expect(ban.status).toBe(201);
  expect(ban.text).not.toContain(rude.ip);
  await ear.until(({ removed }) => removed.includes(message.id));
  const again = [
    rude,
    { ...rude, ticket: ticketFor(services, event.id) },
    { ...rude, ticket: ticketFor(services, event.id), session: null, name: 'Polite' },
    { ...rude, ticket: ticketFor(services, event.id), ip: '192.0.2.55' },
  ];
  for (const who of again) {
    expect(await say(other, event.slug, who, 'two')).toMatchObject({ status: 403, reason: 'banned' });
  }
  expect((await say(services, event.slug, neighbour, 'still here')).status).toBe(201);
  expect((await api('DELETE', at(`/bans/${ban.json.id}`))).status).toBe(204);
  expect((await say(services, event.slug, rude, 'sorry')).status).toBe(201);
});

test('a mute says until when, and ends by itself', async () => {
  const fan = person(services, event.id);
  const { message } = await say(services, event.slug, fan, 'one');
  await api('POST', at('/bans'), { messageId: message.id, minutes: 10 });
  const muted = await say(services, event.slug, fan, 'two');
  expect([muted.status, muted.reason]).toEqual([403, 'muted']);
  const until = Date.parse(JSON.parse(muted.text).error.until);
  expect(until - Date.now()).toBeGreaterThan(9 * 60_000);
  await asAdmin(services, (sql) => sql`update chat_bans set until = now() where event_id = ${event.id}`);
  expect((await say(services, event.slug, fan, 'three')).status).toBe(201);
});

test('a badge comes from the rights of who speaks, and from nothing that is sent', async () => {
  const said = [
    await sayAs(services, event.slug, owner, 'as owner'),
    await sayAs(services, event.slug, { token }, 'as another program'),
    await sayAs(services, event.slug, await crew('director', 'Dirk'), 'as director'),
    await sayAs(services, event.slug, await crew('moderator', 'Birte'), 'as moderator'),
    await sayAs(services, event.slug, await crew('scorer', 'Sam'), 'as scorer'),
    await sayAs(services, event.slug, await crew('commentator', 'Carl'), 'as commentator'),
  ];
  expect(said.map(({ message }) => [message.name, message.badge])).toEqual([
    ['Ann', 'owner'],
    ['Control desk', 'owner'],
    ['Dirk', 'director'],
    ['Birte', 'moderator'],
    ['Sam', 'scorer'],
    ['Carl', 'commentator'],
  ]);
  const fan = person(services, event.id);
  const forged = await call(services, 'POST', `/api/chat/${event.slug}`, {
    headers: { Authorization: `Bearer ${fan.ticket}` },
    body: { text: 'hello', name: 'Tom', badge: 'owner' },
  });
  expect(forged.status).toBe(400);
  // A ticket speaks for itself: cookies beside it count for nothing.
  const beside = await call(services, 'POST', `/api/chat/${event.slug}`, {
    ...owner,
    headers: { Authorization: `Bearer ${fan.ticket}` },
    body: { text: 'hello', name: 'Tom' },
  });
  expect(JSON.parse(beside.text).message).toMatchObject({ name: 'Tom', badge: null });
  const changed = fan.ticket.replace(/^v1\.(.)/, (_, first: string) => `v1.${first === 'A' ? 'B' : 'A'}`);
  expect((await say(services, event.slug, { ...fan, ticket: changed }, 'x')).status).toBe(401);
});

test('names of this event’s crew cannot be imitated', async () => {
  await crew('moderator', 'Birte');
  const fan = person(services, event.id);
  for (const name of ['Birte', 'B I R T E', 'Вirtе', 'Birte 🛡', 'ann', 'Áññ', 'Moderator', 'Tom (Mod)']) {
    expect([name, (await say(services, event.slug, { ...fan, name }, 'x')).reason]).toEqual([
      name,
      'name_taken',
    ]);
  }
  expect((await say(services, event.slug, { ...fan, name: '' }, 'x')).reason).toBe('name_missing');
  expect((await say(services, event.slug, { ...fan, name: 'Birgit' }, 'x')).status).toBe(201);
});

test('text is judged on the server', async () => {
  const fan = person(services, event.id);
  const reason = async (text: string) => (await say(services, event.slug, fan, text)).reason;
  expect(await reason('   ')).toBe('empty');
  expect(await reason('a'.repeat(501))).toBe('too_long');
  expect(await reason('\u202etxet')).toBe('unfit');
  const { message } = await say(services, event.slug, fan, '  Su\u0308d \n\n <b>1:0</b> ');
  expect(message.text).toBe('Süd <b>1:0</b>');
});

test('closed, slow and without links; a change reaches every screen', async () => {
  const ear = await listen(two.url);
  const fan = person(services, event.id);
  await api('PATCH', at(), { slowS: 30, links: 'refused' });
  await ear.until(({ batches }) => batches.at(-1)?.mode.slowS === 30);
  expect((await say(services, event.slug, fan, 'see www.example.org')).reason).toBe('links');
  expect((await say(services, event.slug, fan, 'one')).status).toBe(201);
  const slow = await say(other, event.slug, { ...fan, ticket: ticketFor(services, event.id) }, 'two');
  expect([slow.status, slow.reason]).toEqual([429, 'slow']);
  expect(slow.retryAfterS).toBeGreaterThan(20);
  await api('PATCH', at(), { state: 'closed' });
  await ear.until(({ batches }) => batches.at(-1)?.mode.state === 'closed');
  expect(await say(services, event.slug, person(services, event.id), 'x')).toMatchObject({
    status: 409,
    reason: 'closed',
  });
  expect((await sayAs(services, event.slug, owner, 'good night')).status).toBe(201);
});

test('by itself a chat is open while the event is on the air, and its screens hear of it', async () => {
  await asAdmin(services, (sql) => sql`update events set status = 'ready' where id = ${event.id}`);
  const ear = await listen(one.url);
  expect(ear.batches[0]?.mode.state).toBe('closed');
  await api('POST', `/api/v1/events/${event.slug}/start`, {});
  await ear.until(({ batches }) => batches.at(-1)?.mode.state === 'open');
  expect((await say(services, event.slug, person(services, event.id), 'kick-off')).status).toBe(201);
});

test('T22: the limits of viewer, address and event hold over both processes together', async () => {
  const taken = async (sends: Promise<{ status: number; reason: string; retryAfterS: number }>[]) => {
    const all = await Promise.all(sends);
    const refused = all.filter(({ status }) => status === 429);
    for (const { reason, retryAfterS } of refused) {
      expect(reason).toBe('rate');
      expect(retryAfterS).toBeGreaterThan(0);
    }
    return all.length - refused.length;
  };
  const fan = person(services, event.id);
  await say(services, event.slug, fan, 'first');
  const viewer = await taken(
    Array.from({ length: 20 }, (_, n) => say(n % 2 ? services : other, event.slug, { ...fan }, 'x')),
  );
  expect(viewer).toBe(4);
  const crowd = Array.from({ length: 80 }, () => person(services, event.id));
  const all = await taken(crowd.map((who, n) => say(n % 2 ? services : other, event.slug, who, 'x')));
  expect(all + 5).toBeGreaterThanOrEqual(50);
  expect(all + 5).toBeLessThan(60);
});

test('history comes in pages, newest first asked, oldest first told', async () => {
  await asAdmin(services, async (sql) => {
    await sql`insert into chats (event_id, seq) values (${event.id}, 120)`;
    await sql`
      insert into chat_messages (event_id, seq, name, text, removed_seq)
      select ${event.id}, n, 'Tom', 'text ' || n, case when n = 119 then 121 end from generate_series(1, 120) n`;
  });
  const newest = await history();
  expect([newest.messages.length, newest.more, newest.messages.at(-1)?.seq]).toEqual([50, true, 120]);
  expect(newest.messages.map(({ seq }) => seq)).not.toContain(119);
  const older = await history(`?before=${newest.messages[0]?.seq}`);
  const oldest = await history(`?before=${older.messages[0]?.seq}`);
  expect([...oldest.messages, ...older.messages, ...newest.messages]).toHaveLength(119);
  expect(oldest.more).toBe(false);
  expect((await call(services, 'GET', `/api/chat/${event.slug}?before=x`)).status).toBe(400);
  await asAdmin(services, (sql) => sql`update events set status = 'draft' where id = ${event.id}`);
  expect((await call(services, 'GET', `/api/chat/${event.slug}?before=2`)).status).toBe(404);
  expect((await call(services, 'GET', `/api/chat/${event.slug}?before=2`, { token })).status).toBe(200);
});

test('reports reach the crew and nobody else; a look settles them', async () => {
  const crewEar = await listen(one.url, 'crew');
  const publicEar = await listen(one.url);
  const { message } = await say(services, event.slug, person(services, event.id), 'hm');
  const reader = person(services, event.id);
  const report = () =>
    call(services, 'POST', `/api/chat/${event.slug}/report`, {
      headers: { Authorization: `Bearer ${reader.ticket}` },
      ip: reader.ip,
      body: { messageId: message.id },
    });
  expect([(await report()).status, (await report()).status]).toEqual([204, 204]);
  await crewEar.until(({ batches }) => batches.at(-1)?.reports === 1);
  const { reports } = JSON.parse((await api('GET', at())).text);
  expect(reports).toMatchObject([{ reports: 1, message: { id: message.id, text: 'hm' } }]);
  expect((await api('DELETE', at(`/reports/${message.id}`))).status).toBe(204);
  await crewEar.until(({ batches }) => batches.at(-1)?.reports === 0);
  expect(JSON.stringify(publicEar.batches)).not.toContain('reports');
});

test('the owner takes the chat home, as JSON and as CSV that no spreadsheet runs, and deletes it everywhere', async () => {
  const ear = await listen(two.url);
  await say(services, event.slug, person(services, event.id, 'Tom'), '=cmd("x"), "quoted"');
  await say(services, event.slug, person(services, event.id, 'Jo'), 'two');
  const json = JSON.parse((await api('GET', at('/export'))).text);
  expect(json).toMatchObject([
    { seq: 1, name: 'Tom', badge: null },
    { seq: 2, text: 'two' },
  ]);
  const csv = await api('GET', at('/export?format=csv'));
  expect(csv.headers.get('Content-Disposition')).toBe(`attachment; filename="${event.slug}-chat.csv"`);
  expect(csv.text.split('\r\n')[1]).toMatch(/^"1","[^"]+","Tom","","'=cmd\(""x""\), ""quoted""",""$/);
  expect(await api('DELETE', at())).toMatchObject({ status: 200, text: '{"deleted":2}' });
  await ear.until(({ batches }) => (batches.at(-1)?.floor ?? 0) >= 2);
  expect((await history()).messages).toEqual([]);
  const log = await api('GET', `/api/v1/events/${event.slug}/log`);
  expect(log.json.rows[0]?.text).toBe('Control desk deleted the chat.');
});

test('what is older than the event keeps it goes, and nothing else', async () => {
  const fan = person(services, event.id);
  await say(services, event.slug, fan, 'old');
  await say(services, event.slug, fan, 'new');
  await asAdmin(
    services,
    (sql) =>
      sql`update chat_messages set at = now() - interval '8 days' where event_id = ${event.id} and seq = 1`,
  );
  await pruneChats(services);
  expect((await history()).messages).toHaveLength(2);
  await api('PATCH', at(), { retentionDays: 7 });
  expect(await pruneChats(services)).toBe(1);
  await sleep(250);
  expect((await history()).messages.map(({ text }) => text)).toEqual(['new']);
});

test('T5, T18: who may look after a chat', async () => {
  const { message } = await say(services, event.slug, person(services, event.id), 'x');
  const calls: [method: string, path: string, body: unknown, who: string][] = [
    ['GET', '', undefined, 'moderate'],
    ['PATCH', '', { slowS: 5 }, 'moderate'],
    ['DELETE', `/reports/${message.id}`, undefined, 'moderate'],
    ['DELETE', `/messages/${message.id}`, undefined, 'moderate'],
    ['PATCH', '', { retentionDays: 5 }, 'own'],
    ['GET', '/export', undefined, 'own'],
    ['DELETE', '', undefined, 'own'],
  ];
  const actors: Record<string, CallOptions> = {
    owner,
    director: await crew('director', 'Dirk'),
    moderator: await crew('moderator', 'Birte'),
    scorer: await crew('scorer', 'Sam'),
    commentator: await crew('commentator', 'Carl'),
    viewer: { headers: { Authorization: `Bearer ${ticketFor(services, event.id)}` } },
    nobody: {},
  };
  for (const [method, path, body, right] of calls) {
    for (const [actor, who] of Object.entries(actors)) {
      const { status } = await api(method, at(path), body, who);
      const may = actor === 'owner' || (right === 'moderate' && ['director', 'moderator'].includes(actor));
      const known = !['viewer', 'nobody'].includes(actor);
      expect([method, path, actor, status < 300 ? 'done' : status]).toEqual([
        method,
        path,
        actor,
        may ? 'done' : known ? 403 : 401,
      ]);
    }
  }
});

test('T17: a ticket of one event writes nowhere else', async () => {
  const elsewhere = await makeEvent(services, token, { title: 'Another' });
  const fan = person(services, event.id);
  expect((await say(services, elsewhere.slug, fan, 'x')).status).toBe(401);
  await say(services, event.slug, fan, 'x');
  const there = { ...person(services, elsewhere.id), session: fan.session };
  await asAdmin(services, (sql) => sql`update events set status = 'live' where id = ${elsewhere.id}`);
  expect((await say(services, elsewhere.slug, there, 'x')).status).toBe(201);
  expect(there.session).not.toBe(fan.session);
});
