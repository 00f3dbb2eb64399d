import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openLink } from '../../app/domain/crew/crew-links';
import type { PublicState } from '../../contract/messages';
import type { ScorePressed } from '../../contract/score';
import { call, type CallOptions, makeEvent, makeToken, names } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** The score as a list of events: each counts once, in order, and an undo mends what follows from it. */
let services: TestServices;
let token: string;
let event: { id: string; slug: string };
const SIDES = { home: { name: 'TSV Nord' }, away: { name: 'SC Hafen' } };

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());
beforeEach(async () => {
  event = await makeEvent(services, token);
});

async function ask(method: string, path: string, body?: unknown, who: CallOptions = { token }) {
  const { status, json, text } = await call(services, method, `/api/v1/events/${event.slug}/score${path}`, {
    ...who,
    ...(body === undefined ? {} : { body }),
  });
  return { status, error: json?.error, told: (text ? JSON.parse(text) : null) as ScorePressed };
}

const begin = (sport?: string) => ask('PUT', '', { ...SIDES, ...(sport && { sport }) });
let pressed = 0;
const press = (kind: string, more: object = {}) => ({ kind, requestId: `press-${(pressed += 1)}`, ...more });
const send = (events: object[], who?: CallOptions) => ask('POST', '/events', { events }, who);
const goal = (side: string, more: object = {}) => press('goal', { side, ...more });

async function publicScore(): Promise<PublicState['score']> {
  const { text } = await call(services, 'GET', `/api/audience/${event.slug}`, { token });
  return (JSON.parse(text) as { state: PublicState }).state.score;
}

async function scorer(): Promise<CallOptions> {
  const body = { role: 'scorer', label: 'Jonas' };
  const link = await call(services, 'POST', `/api/v1/events/${event.slug}/crew-links`, { token, body });
  const opened = await openLink(services, link.json.url.split('/crew/')[1] ?? '', '203.0.113.1');
  return { cookies: { [names.crew(event.slug)]: opened.sessionToken } };
}

test('a batch counts in its order, and once however often and however mixed it is sent', async () => {
  await begin('basketball');
  const jonas = await scorer();
  const batch = [
    press('period', { period: 'period-1', clock: { ms: 0, running: true } }),
    goal('home', { value: 3, player: { number: 7, name: 'Kim' } }),
    goal('away', { value: 2 }),
    press('card', { side: 'away', card: 'foul', player: { number: 4 }, note: 'third' }),
    press('substitution', { side: 'home', player: { number: 7 }, playerIn: { number: 12 } }),
    press('timeout', { side: 'home', clock: { running: false } }),
  ];
  // Two halves that overlap, many times and at once: a phone that got no answer sends them again.
  const tries = await Promise.all([
    send(batch.slice(0, 3), jonas),
    ...Array.from({ length: 6 }, () => send(batch, jonas)),
  ]);
  expect(tries.map(({ status }) => status)).toEqual(tries.map(() => 200));
  const results = tries.flatMap(({ told }) => told.results.map(({ result }) => result));
  expect(results.filter((result) => result === 'counted')).toHaveLength(batch.length);
  const { told } = await ask('GET', '/events');
  expect(told.events.map(({ requestId }) => requestId)).toEqual(batch.map(({ requestId }) => requestId));
  expect(told.events[1]).toMatchObject({ actor: 'Jonas', value: 3, player: { number: 7, name: 'Kim' } });
  expect(told.board).toMatchObject({
    home: 3,
    away: 2,
    period: 'period-1',
    clock: { startedAt: null, downFromMs: 600_000 },
    figures: { home: { timeoutsLeft: 2, substitutions: 1 }, away: { cards: [{ card: 'foul', count: 1 }] } },
  });
  expect(await publicScore()).toMatchObject({
    home: { points: 3 },
    away: { points: 2 },
    period: 'period-1',
    clock: { startedAt: null, downFromMs: 600_000 },
  });
});

test('taking back any event mends points, clock and figures; again it changes nothing', async () => {
  await begin('football');
  const start = press('clock', { clock: { running: true } });
  const first = goal('home');
  const { told } = await send([start, first, goal('away'), press('clock', { clock: { running: false } })]);
  const idOf = (requestId: string) => told.results.find((one) => one.requestId === requestId)?.id ?? '';
  const undone = await ask('POST', `/events/${idOf(first.requestId)}/undo`, {});
  expect(undone.told.score).toMatchObject({ home: { points: 0 }, away: { points: 1 } });
  const again = await ask('POST', `/events/${idOf(first.requestId)}/undo`, { requestId: 'other' });
  expect([again.status, again.told.seq]).toEqual([200, undone.told.seq]);
  await ask('POST', `/events/${idOf(start.requestId)}/undo`, {});
  expect((await publicScore())?.clock).toEqual({ ms: 0, startedAt: null });

  const all = await ask('GET', '/events');
  expect(all.told.events.map(({ kind, undone: gone }) => [kind, gone])).toEqual([
    ['clock', true],
    ['goal', true],
    ['goal', false],
    ['clock', false],
    ['undo', false],
    ['undo', false],
  ]);
  // What came since, for who has the list until then.
  const since = await ask('GET', `/events?after=${undone.told.seq}`);
  expect([since.told.events.length, since.told.count]).toEqual([1, 6]);
  const undo = all.told.events.at(-1)?.id ?? '';
  expect((await ask('POST', `/events/${undo}/undo`, {})).status).toBe(409);
  expect((await ask('POST', `/events/${crypto.randomUUID()}/undo`, {})).status).toBe(404);
});

test('a phone takes back what it has not heard of yet, by its request', async () => {
  await begin();
  const wrong = goal('home');
  const { told } = await send([wrong, goal('away'), press('undo', { undoesRequest: wrong.requestId })]);
  expect(told.results.map(({ result }) => result)).toEqual(['counted', 'counted', 'counted']);
  expect(told.score).toMatchObject({ home: { points: 0 }, away: { points: 1 }, last: { side: 'away' } });
});

test('what cannot be is refused with its sentence, and what comes after it counts', async () => {
  await begin();
  const { status, told } = await send([
    press('correction', { side: 'home', value: -1 }),
    press('undo', { undoes: crypto.randomUUID() }),
    press('undo', { undoesRequest: 'never sent' }),
    goal('home'),
  ]);
  expect(status).toBe(200);
  expect(told.results.map(({ result }) => result)).toEqual(['refused', 'refused', 'refused', 'counted']);
  for (const { message } of told.results.slice(0, 3)) expect(message).toMatch(/^[A-Z].*\.$/);
  expect(told.score?.home.points).toBe(1);
});

test('the clock counts from the press and not from its arrival; a phone cannot press in the future', async () => {
  await begin('football');
  const { serverMs } = (await ask('GET', '/events')).told;
  const at = (ms: number) => new Date(serverMs + ms).toISOString();
  await send([
    press('clock', { pressedAt: at(-60_000), clock: { running: true } }),
    press('clock', { pressedAt: at(-20_000), clock: { running: false } }),
  ]);
  expect((await publicScore())?.clock).toEqual({ ms: 40_000, startedAt: null });
  const { told } = await send([press('clock', { pressedAt: at(3_600_000), clock: { running: true } })]);
  expect(Date.parse(told.board?.clock.startedAt ?? '')).toBeLessThanOrEqual(told.serverMs);
});

test('another sport counts the same list by its rules', async () => {
  await begin('volleyball');
  await send(Array.from({ length: 26 }, () => goal('home')));
  expect(await publicScore()).toMatchObject({ home: { points: 1 }, period: 'set-2' });
  await begin('handball');
  expect(await publicScore()).toMatchObject({ home: { points: 26 }, period: null });
  // Names alone leave the sport as it is.
  await begin();
  expect((await ask('GET', '/events')).told.sport).toBe('handball');
});

test('the older calls write into the same list', async () => {
  await begin();
  await ask('PATCH', '', { period: 'first-half', clock: { running: true } });
  await ask('POST', '/points', { side: 'home' });
  const { told } = await ask('POST', '/points', { side: 'home', delta: -1 });
  await ask('POST', '/undo', { pointId: told.score?.last?.id });
  const { events, board } = (await ask('GET', '/events')).told;
  expect(events.map(({ kind }) => kind)).toEqual(['period', 'goal', 'correction', 'undo']);
  expect(board).toMatchObject({ home: 1, away: 0, period: 'first-half' });
  // Of the list they show points alone.
  await send([press('card', { side: 'home', card: 'red' })]);
  const points = JSON.parse(
    (await call(services, 'GET', `/api/v1/events/${event.slug}/score`, { token })).text,
  ) as { points: unknown[] };
  expect(points.points).toHaveLength(3);
});

test('a hall’s console posts how it stands: only differences become events', async () => {
  await begin('basketball');
  const state = { home: 2, away: 0, period: 'period-1', clockMs: 590_000, running: true };
  const first = await ask('POST', '/console', state);
  expect(first.told).toMatchObject({ added: 2, score: { home: { points: 2 }, period: 'period-1' } });
  const again = await ask('POST', '/console', { home: 2, away: 0, period: 'period-1', running: true });
  expect(again.told).toMatchObject({ added: 0, seq: first.told.seq });
  expect((await ask('POST', '/console', {})).status).toBe(400);
  expect((await ask('POST', '/console', { home: -1 })).status).toBe(400);
});

test.each([
  [[]],
  [[{ kind: 'goal', side: 'home' }]],
  [[{ kind: 'goal', requestId: 'x' }]],
  [[{ kind: 'goal', side: 'home', requestId: 'x', value: 0 }]],
  [[{ kind: 'goal', side: 'home', requestId: 'x', player: {} }]],
  [[{ kind: 'goal', side: 'home', requestId: 'x', player: { name: 'a\u202eb' } }]],
  [[{ kind: 'card', side: 'home', requestId: 'x', card: 'pink' }]],
  [[{ kind: 'clock', requestId: 'x' }]],
  [[{ kind: 'undo', requestId: 'x' }]],
  [[{ kind: 'undo', requestId: 'x', undoes: crypto.randomUUID(), undoesRequest: 'y' }]],
  [[{ kind: 'period', requestId: 'x', period: 'third half' }]],
  [Array.from({ length: 101 }, (_, i) => ({ kind: 'goal', side: 'home', requestId: `r${i}` }))],
])('%j is refused in words, and nothing happens', async (events) => {
  const { seq } = (await begin()).told;
  const { status, error } = await send(events);
  expect(status).toBe(400);
  expect(error?.message).toMatch(/\w/);
  expect((await ask('GET', '/events')).told).toMatchObject({ seq, count: 0 });
});
