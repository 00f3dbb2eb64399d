import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { pruneChats } from '../../app/domain/chat/chat-history';
import { asAdmin, call, type CallOptions, makeSession, makeToken } from '../support/api/call';
import { person, say, ticketFor } from '../support/events/chat-people';
import { ChatEvent } from '../support/events/chat-event';
import { startTwoWebs, type TwoWebs } from '../support/web/two-webs';
import { lasts } from '../support/time/pace';

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

test('a message that is taken away goes from every screen and from the page', async () => {
  const ears = await Promise.all([
    event.listen(webs.one.url),
    event.listen(webs.two.url),
    event.listen(webs.two.url, 'crew'),
  ]);
  const fan = person(webs.services, event.id);
  const { message } = await say(webs.services, event.slug, fan, 'something rude');
  await say(webs.services, event.slug, fan, 'something nice');
  const moderator = await event.crew('moderator', 'Birte');
  expect((await event.api('DELETE', event.at(`/messages/${message.id}`), undefined, moderator)).status).toBe(
    204,
  );
  expect((await event.api('DELETE', event.at(`/messages/${message.id}`), undefined, moderator)).status).toBe(
    204,
  );
  for (const ear of ears) {
    await ear.until(({ removed }) => removed.length > 0);
    expect(ear.removed).toEqual([message.id]);
  }
  expect((await event.history()).messages.map(({ text }) => text)).toEqual(['something nice']);
});

test('a banned person is not back by reloading, clearing or another network; neighbours stay', async () => {
  const rude = person(webs.services, event.id, 'Rude');
  const neighbour = { ...person(webs.services, event.id, 'Neighbour'), ip: rude.ip };
  const { message } = await say(webs.services, event.slug, rude, 'one');
  await say(webs.services, event.slug, neighbour, 'hello');
  const ear = await event.listen(webs.two.url);
  const ban = await event.api('POST', event.at('/bans'), { messageId: message.id, removeMessages: true });
  expect(ban.status).toBe(201);
  expect(ban.text).not.toContain(rude.ip);
  await ear.until(({ removed }) => removed.includes(message.id));
  const again = [
    rude,
    { ...rude, ticket: ticketFor(webs.services, event.id) },
    { ...rude, ticket: ticketFor(webs.services, event.id), session: null, name: 'Polite' },
    { ...rude, ticket: ticketFor(webs.services, event.id), ip: '192.0.2.55' },
  ];
  for (const who of again) {
    expect(await say(webs.other, event.slug, who, 'two')).toMatchObject({ status: 403, reason: 'banned' });
  }
  expect((await say(webs.services, event.slug, neighbour, 'still here')).status).toBe(201);
  expect((await event.api('DELETE', event.at(`/bans/${ban.json.id}`))).status).toBe(204);
  expect((await say(webs.services, event.slug, rude, 'sorry')).status).toBe(201);
});

test('a mute says until when, and ends automatically', async () => {
  const fan = person(webs.services, event.id);
  const { message } = await say(webs.services, event.slug, fan, 'one');
  await event.api('POST', event.at('/bans'), { messageId: message.id, minutes: 10 });
  const muted = await say(webs.services, event.slug, fan, 'two');
  expect([muted.status, muted.reason]).toEqual([403, 'muted']);
  const until = Date.parse(JSON.parse(muted.text).error.until);
  expect(until - Date.now()).toBeGreaterThan(9 * 60_000);
  await asAdmin(webs.services, (sql) => sql`update chat_bans set until = now() where event_id = ${event.id}`);
  expect((await say(webs.services, event.slug, fan, 'three')).status).toBe(201);
});

test('reports reach the crew and nobody else; a look settles them', async () => {
  const crewEar = await event.listen(webs.one.url, 'crew');
  const publicEar = await event.listen(webs.one.url);
  const { message } = await say(webs.services, event.slug, person(webs.services, event.id), 'hm');
  const reader = person(webs.services, event.id);
  const report = () =>
    call(webs.services, 'POST', `/api/chat/${event.slug}/report`, {
      headers: { Authorization: `Bearer ${reader.ticket}` },
      ip: reader.ip,
      body: { messageId: message.id },
    });
  expect([(await report()).status, (await report()).status]).toEqual([204, 204]);
  await crewEar.until(({ batches }) => batches.at(-1)?.reports === 1);
  const { reports } = JSON.parse((await event.api('GET', event.at())).text);
  expect(reports).toMatchObject([{ reports: 1, message: { id: message.id, text: 'hm' } }]);
  expect((await event.api('DELETE', event.at(`/reports/${message.id}`))).status).toBe(204);
  await crewEar.until(({ batches }) => batches.at(-1)?.reports === 0);
  expect(JSON.stringify(publicEar.batches)).not.toContain('reports');
});

test('the owner takes the chat home, as JSON and as CSV that no spreadsheet runs, and deletes it everywhere', async () => {
  const ear = await event.listen(webs.two.url);
  await say(webs.services, event.slug, person(webs.services, event.id, 'Tom'), '=cmd("x"), "quoted"');
  await say(webs.services, event.slug, person(webs.services, event.id, 'Jo'), 'two');
  const json = JSON.parse((await event.api('GET', event.at('/export'))).text);
  expect(json).toMatchObject([
    { seq: 1, name: 'Tom', badge: null },
    { seq: 2, text: 'two' },
  ]);
  const csv = await event.api('GET', event.at('/export?format=csv'));
  expect(csv.headers.get('Content-Disposition')).toBe(`attachment; filename="${event.slug}-chat.csv"`);
  expect(csv.text.split('\r\n')[1]).toMatch(/^"1","[^"]+","Tom","","'=cmd\(""x""\), ""quoted""",""$/);
  expect(await event.api('DELETE', event.at())).toMatchObject({ status: 200, text: '{"deleted":2}' });
  await ear.until(({ batches }) => (batches.at(-1)?.floor ?? 0) >= 2);
  expect((await event.history()).messages).toEqual([]);
  const log = await event.api('GET', `/api/v1/events/${event.slug}/log`);
  expect(log.json.rows[0]?.text).toBe('Control desk deleted the chat.');
});

test('what is older than the event keeps it goes, and nothing else', async () => {
  const fan = person(webs.services, event.id);
  await say(webs.services, event.slug, fan, 'old');
  await say(webs.services, event.slug, fan, 'new');
  await asAdmin(
    webs.services,
    (sql) =>
      sql`update chat_messages set at = now() - interval '8 days' where event_id = ${event.id} and seq = 1`,
  );
  await pruneChats(webs.services);
  expect((await event.history()).messages).toHaveLength(2);
  await event.api('PATCH', event.at(), { retentionDays: 7 });
  expect(await pruneChats(webs.services)).toBe(1);
  await lasts('a page of the history that is kept', 250);
  expect((await event.history()).messages.map(({ text }) => text)).toEqual(['new']);
});

test('T5, T18: who may look after a chat', async () => {
  const { message } = await say(webs.services, event.slug, person(webs.services, event.id), 'x');
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
    director: await event.crew('director', 'Dirk'),
    moderator: await event.crew('moderator', 'Birte'),
    scorer: await event.crew('scorer', 'Sam'),
    commentator: await event.crew('commentator', 'Carl'),
    viewer: { headers: { Authorization: `Bearer ${ticketFor(webs.services, event.id)}` } },
    nobody: {},
  };
  for (const [method, path, body, right] of calls) {
    for (const [actor, who] of Object.entries(actors)) {
      const { status } = await event.api(method, event.at(path), body, who);
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
