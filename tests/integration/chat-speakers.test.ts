import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { asAdmin, call, type CallOptions, makeEvent, makeSession, makeToken } from '../support/api/call';
import { person, say, sayAs } from '../support/events/chat-people';
import { ChatEvent } from '../support/events/chat-event';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** Identities and names in a chat. */
let services: TestServices;
let token: string;
let owner: CallOptions;
let event: ChatEvent;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  owner = { cookies: await makeSession(services) };
});
beforeEach(async () => {
  event = await ChatEvent.onAir(services, token);
});
afterAll(() => services.close());

test('a badge comes from the rights of who speaks, and from nothing that is sent', async () => {
  const said = [
    await sayAs(services, event.slug, owner, 'as owner'),
    await sayAs(services, event.slug, { token }, 'as another program'),
    await sayAs(services, event.slug, await event.crew('director', 'Dirk'), 'as director'),
    await sayAs(services, event.slug, await event.crew('moderator', 'Birte'), 'as moderator'),
    await sayAs(services, event.slug, await event.crew('scorer', 'Sam'), 'as scorer'),
    await sayAs(services, event.slug, await event.crew('commentator', 'Carl'), 'as commentator'),
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
  // A ticket is enough: cookies sent with it count for nothing.
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
  await event.crew('moderator', 'Birte');
  for (const name of ['Birte', 'B I R T E', 'Вirtе', 'Birte 🛡', 'ann', 'Áññ', 'Moderator', 'Tom (Mod)']) {
    // Another person each time: one with so many names is limited for being fast.
    const fan = person(services, event.id);
    expect([name, (await say(services, event.slug, { ...fan, name }, 'x')).reason]).toEqual([
      name,
      'name_taken',
    ]);
  }
  const fan = person(services, event.id);
  expect((await say(services, event.slug, { ...fan, name: '' }, 'x')).reason).toBe('name_missing');
  expect((await say(services, event.slug, { ...fan, name: 'Birgit' }, 'x')).status).toBe(201);
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
