import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { asAdmin, call, type CallOptions, makeSession, makeToken } from '../support/api/call';
import { person, say, sayAs, ticketFor } from '../support/events/chat-people';
import { ChatEvent } from '../support/events/chat-event';
import { startTwoWebs, type TwoWebs } from '../support/web/two-webs';
import { lasts, pace } from '../support/time/pace';

let webs: TwoWebs;
let token: string;
let owner: CallOptions;
let event: ChatEvent;

beforeAll(async () => {
  webs = await startTwoWebs();
  token = await makeToken(webs.services);
  owner = { cookies: await makeSession(webs.services) };
});
beforeEach(async () => {
  event = await ChatEvent.onAir(webs.services, token);
});
afterEach(() => event.hangUp());
afterAll(() => webs.close());

test('what two processes take in reaches every screen once, in one order, at most a batch in 100 ms', async () => {
  const ears = await Promise.all([
    event.listen(webs.one.url),
    event.listen(webs.two.url),
    event.listen(webs.one.url, 'crew'),
  ]);
  const writers = Array.from({ length: 20 }, () => person(webs.services, event.id));
  const rounds: Promise<{ status: number }>[] = [];
  for (const [n, writer] of writers.entries()) {
    rounds.push(say(n % 2 ? webs.services : webs.other, event.slug, writer, `first ${n}`));
    await pace(7);
  }
  for (const [n, writer] of writers.entries()) {
    rounds.push(say(n % 2 ? webs.other : webs.services, event.slug, writer, `second ${n}`));
    await pace(7);
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
  expect((await event.history()).messages.map(({ text }) => text)).toEqual(
    ears[0]?.messages.map(({ text }) => text),
  );
});

test('the doorbell of a chat rings at most once in 100 ms over all processes, and carries no content', async () => {
  const rings: { at: number; payload: string }[] = [];
  const admin = (await import('postgres')).default(webs.services.database.adminUrl, { max: 1 });
  await admin.listen('touchline_chat', (payload) => rings.push({ at: performance.now(), payload }));
  const ear = await event.listen(webs.one.url);
  const writers = Array.from({ length: 15 }, () => person(webs.services, event.id));
  await Promise.all(
    writers.flatMap((writer, n) => [
      pace(n * 20).then(() => say(webs.services, event.slug, writer, 'a')),
      pace(n * 20 + 10).then(() => say(webs.other, event.slug, writer, 'b')),
    ]),
  );
  await ear.until(({ messages }) => messages.length === 30);
  await lasts('what may still ring', 250);
  const tookMs = (rings.at(-1)?.at ?? 0) - (rings[0]?.at ?? 0);
  expect(rings.length).toBeGreaterThan(2);
  expect(rings.length).toBeLessThanOrEqual(tookMs / 100 + 2);
  for (const { payload } of rings) expect(payload).toMatch(/^[0-9a-f-]{36}:\d+$/);
  expect(rings.at(-1)?.payload).toBe(`${event.id}:30`);
  await admin.end();
});

test('text is judged on the server', async () => {
  const fan = person(webs.services, event.id);
  const reason = async (text: string) => (await say(webs.services, event.slug, fan, text)).reason;
  expect(await reason('   ')).toBe('empty');
  expect(await reason('a'.repeat(501))).toBe('too_long');
  expect(await reason('\u202etxet')).toBe('unfit');
  const { message } = await say(webs.services, event.slug, fan, '  Su\u0308d \n\n <b>1:0</b> ');
  expect(message.text).toBe('Süd <b>1:0</b>');
});

test('closed, slow and without links; a change reaches every screen', async () => {
  const ear = await event.listen(webs.two.url);
  const fan = person(webs.services, event.id);
  await event.api('PATCH', event.at(), { slowS: 30, links: 'refused' });
  await ear.until(({ batches }) => batches.at(-1)?.mode.slowS === 30);
  expect((await say(webs.services, event.slug, fan, 'see www.example.org')).reason).toBe('links');
  expect((await say(webs.services, event.slug, fan, 'one')).status).toBe(201);
  const slow = await say(
    webs.other,
    event.slug,
    { ...fan, ticket: ticketFor(webs.services, event.id) },
    'two',
  );
  expect([slow.status, slow.reason]).toEqual([429, 'slow']);
  expect(slow.retryAfterS).toBeGreaterThan(20);
  await event.api('PATCH', event.at(), { state: 'closed' });
  await ear.until(({ batches }) => batches.at(-1)?.mode.state === 'closed');
  expect(await say(webs.services, event.slug, person(webs.services, event.id), 'x')).toMatchObject({
    status: 409,
    reason: 'closed',
  });
  expect((await sayAs(webs.services, event.slug, owner, 'good night')).status).toBe(201);
});

test('automatically a chat is open while the event is on the air, and its screens hear of it', async () => {
  await asAdmin(webs.services, (sql) => sql`update events set status = 'ready' where id = ${event.id}`);
  const ear = await event.listen(webs.one.url);
  expect(ear.batches[0]?.mode.state).toBe('closed');
  await event.api('POST', `/api/v1/events/${event.slug}/start`, {});
  await ear.until(({ batches }) => batches.at(-1)?.mode.state === 'open');
  expect((await say(webs.services, event.slug, person(webs.services, event.id), 'kick-off')).status).toBe(
    201,
  );
});

test('a message that waited for another one of its sender is not refused as slow', async () => {
  const fan = person(webs.services, event.id);
  expect((await say(webs.services, event.slug, fan, 'one')).status).toBe(201);
  const sent: ReturnType<typeof say>[] = [];
  await asAdmin(webs.services, (sql) =>
    sql.begin(async (tx) => {
      await tx`select 1 from chats where event_id = ${event.id} for update`;
      sent.push(say(webs.services, event.slug, fan, 'two'));
      await expect.poll(() => tx`select 1 from pg_locks where not granted`).not.toHaveLength(0);
      await tx`update chat_senders set last_at = clock_timestamp() where event_id = ${event.id}`;
    }),
  );
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([201]);
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
  const began = performance.now();
  const fan = person(webs.services, event.id);
  await say(webs.services, event.slug, fan, 'first');
  const viewer = await taken(
    Array.from({ length: 20 }, (_, n) =>
      say(n % 2 ? webs.services : webs.other, event.slug, { ...fan }, 'x'),
    ),
  );
  expect(viewer).toBe(4);
  const crowd = Array.from({ length: 80 }, () => person(webs.services, event.id));
  const all = await taken(
    crowd.map((who, n) => say(n % 2 ? webs.services : webs.other, event.slug, who, 'x')),
  );
  expect(all + 5).toBeGreaterThanOrEqual(50);
  // Ten a second come in addition, for as long as it took.
  expect(all + 5).toBeLessThanOrEqual(51 + (performance.now() - began) / 100);
});

test('history comes in pages, newest page first, each oldest message first', async () => {
  await asAdmin(webs.services, async (sql) => {
    await sql`insert into chats (event_id, seq) values (${event.id}, 120)`;
    await sql`
      insert into chat_messages (event_id, seq, name, text, removed_seq)
      select ${event.id}, n, 'Tom', 'text ' || n, case when n = 119 then 121 end from generate_series(1, 120) n`;
  });
  const newest = await event.history();
  expect([newest.messages.length, newest.more, newest.messages.at(-1)?.seq]).toEqual([50, true, 120]);
  expect(newest.messages.map(({ seq }) => seq)).not.toContain(119);
  const older = await event.history(`?before=${newest.messages[0]?.seq}`);
  const oldest = await event.history(`?before=${older.messages[0]?.seq}`);
  expect([...oldest.messages, ...older.messages, ...newest.messages]).toHaveLength(119);
  expect(oldest.more).toBe(false);
  expect((await call(webs.services, 'GET', `/api/chat/${event.slug}?before=x`)).status).toBe(400);
  await asAdmin(webs.services, (sql) => sql`update events set status = 'draft' where id = ${event.id}`);
  expect((await call(webs.services, 'GET', `/api/chat/${event.slug}?before=2`)).status).toBe(404);
  expect((await call(webs.services, 'GET', `/api/chat/${event.slug}?before=2`, { token })).status).toBe(200);
});
