import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLink } from '../../app/domain/crew/crew-links';
import type { PublicState, ScoreAnswer } from '../../contract/messages';
import {
  asAdmin,
  call,
  type CallOptions,
  makeEvent,
  makeForeignToken,
  makeToken,
  names,
} from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** The score: who may keep it, that a request counts once, and that it moves with the event's own seq. */
let services: TestServices;
let token: string;
let event: { id: string; slug: string };
let at: string;
const SIDES = { home: { name: 'TSV Nord' }, away: { name: 'SC Hafen' } };

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());
beforeEach(async () => {
  event = await makeEvent(services, token);
  at = `/api/v1/events/${event.slug}/score`;
});

async function ask(method: string, path: string, body?: unknown, who: CallOptions = { token }) {
  const { status, json, text } = await call(services, method, at + path, {
    ...who,
    ...(body === undefined ? {} : { body }),
  });
  return { status, error: json?.error, told: (text ? JSON.parse(text) : null) as ScoreAnswer };
}

/** What the audience and the state of the control API say of the score. */
async function seenBy(path: string): Promise<PublicState['score']> {
  const { text } = await call(services, 'GET', path, { token });
  const told = JSON.parse(text) as { state?: PublicState } & PublicState;
  return (told.state ?? told).score;
}

async function crew(role: string): Promise<CallOptions> {
  const body = { role, label: 'Jonas' };
  const link = await call(services, 'POST', `/api/v1/events/${event.slug}/crew-links`, { token, body });
  const opened = await openLink(services, link.json.url.split('/crew/')[1] ?? '', '203.0.113.1');
  return { cookies: { [names.crew(event.slug)]: opened.sessionToken } };
}

const seqs = () =>
  asAdmin(services, async (sql) => {
    const [row] = await sql`select seq from events where id = ${event.id}`;
    const updates =
      await sql`select seq, topics from event_updates where event_id = ${event.id} order by seq desc`;
    return { seq: row?.seq, newest: updates[0] };
  });

/** @throws Error where there is none */
function set(score: ScoreAnswer['score']) {
  if (!score) throw new Error('There is no score.');
  return score;
}

test('an event has no score until its sides are named; then it is 0:0, and viewers see it', async () => {
  expect((await ask('GET', '')).told).toMatchObject({ score: null, points: [] });
  expect((await ask('POST', '/points', { side: 'home' })).status).toBe(409);
  expect((await ask('PATCH', '', { clock: { running: true } })).status).toBe(409);
  const named = await ask('PUT', '', SIDES);
  expect(named.told.score).toEqual({
    home: { name: 'TSV Nord', short: 'NOR', points: 0 },
    away: { name: 'SC Hafen', short: 'HAF', points: 0 },
    period: null,
    clock: { ms: 0, startedAt: null },
    last: null,
  });
  const { home, away, period, clock } = set(named.told.score);
  for (const path of [`/api/audience/${event.slug}`, `/api/v1/events/${event.slug}`])
    expect(await seenBy(path)).toEqual({ home, away, period, clock });
});

test('a scorer counts, corrects and takes back; each raises the event’s seq, and says so in the same transaction', async () => {
  const scorer = await crew('scorer');
  await ask('PUT', '', SIDES, scorer);
  await ask('POST', '/points', { side: 'home' }, scorer);
  await ask('POST', '/points', { side: 'away' }, scorer);
  const two = (await ask('POST', '/points', { side: 'home' }, scorer)).told;
  expect(two.score).toMatchObject({ home: { points: 2 }, away: { points: 1 }, last: { actor: 'Jonas' } });
  expect(await seqs()).toEqual({ seq: two.seq, newest: { seq: two.seq, topics: ['score'] } });

  const undone = (await ask('POST', '/undo', { pointId: set(two.score).last?.id }, scorer)).told;
  expect(undone.score).toMatchObject({ home: { points: 1 }, last: { side: 'away' } });
  // The second press on the same screen, and a screen that has seen less.
  for (const pointId of [set(two.score).last?.id, crypto.randomUUID()])
    expect((await ask('POST', '/undo', { pointId }, scorer)).error?.code).toBe('stale');
  const both = await ask('POST', '/undo', { pointId: set(undone.score).last?.id }, scorer);
  expect(both.told.score).toMatchObject({ home: { points: 1 }, away: { points: 0 } });
  await ask('POST', '/points', { side: 'home', delta: -1 }, scorer);
  expect((await ask('POST', '/points', { side: 'home', delta: -1 }, scorer)).status).toBe(409);

  const { points } = (await ask('GET', '')).told;
  const told = points.map(({ delta, side, home, away, undoes }) =>
    [delta, side, `${home}:${away}`, undoes !== null].join(' '),
  );
  expect(told).toEqual([
    '-1 home 0:0 false',
    '-1 away 1:0 true',
    '-1 home 1:1 true',
    '1 home 2:1 false',
    '1 away 1:1 false',
    '1 home 1:0 false',
  ]);
});

test('the same request counts once, also when it comes ten times at once', async () => {
  await ask('PUT', '', SIDES);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => ask('POST', '/points', { side: 'home', requestId: 'goal-1' })),
  );
  expect(answers.map(({ status, told }) => [status, told.score?.home.points])).toEqual(
    Array.from({ length: 10 }, () => [200, 1]),
  );
  const pointId = set(answers[0]?.told.score ?? null).last?.id;
  for (let n = 0; n < 2; n += 1)
    expect((await ask('POST', '/undo', { pointId, requestId: 'undo-1' })).told.score?.home.points).toBe(0);
  // The request of one event says nothing about that of another.
  const other = await makeEvent(services, token);
  await call(services, 'PUT', `/api/v1/events/${other.slug}/score`, { token, body: SIDES });
  await call(services, 'POST', `/api/v1/events/${other.slug}/score/points`, {
    token,
    body: { side: 'home', requestId: 'goal-1' },
  });
  expect((await seenBy(`/api/audience/${other.slug}`))?.home.points).toBe(1);
});

test('points of many at once are all counted', async () => {
  await ask('PUT', '', SIDES);
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => ask('POST', '/points', { side: n % 2 ? 'home' : 'away' })),
  );
  expect((await ask('GET', '')).told.score).toMatchObject({ home: { points: 10 }, away: { points: 10 } });
});

test('the clock is a time and a beginning, never a tick; asking for what is so changes nothing', async () => {
  const { seq } = (await ask('PUT', '', SIDES)).told;
  const began = Date.now();
  const started = (await ask('PATCH', '', { period: 'second-half', clock: { ms: 2_700_000, running: true } }))
    .told;
  expect(started).toMatchObject({ seq: seq + 1, score: { period: 'second-half', clock: { ms: 2_700_000 } } });
  expect(Math.abs(Date.parse(set(started.score).clock.startedAt ?? '') - began)).toBeLessThan(2_000);
  const again = (await ask('PATCH', '', { period: 'second-half', clock: { running: true } })).told;
  expect(again).toEqual(started);
  const stopped = set((await ask('PATCH', '', { clock: { running: false } })).told.score);
  expect(stopped.clock.startedAt).toBeNull();
  expect(stopped.clock.ms).toBeGreaterThanOrEqual(2_700_000);
  await ask('POST', '/points', { side: 'home' });
  expect((await ask('GET', '')).told.points[0]?.clockMs).toBe(stopped.clock.ms);
  // New names leave everything else as it is.
  const renamed = await ask('PUT', '', { home: { name: 'Nord', short: 'TSV' }, away: SIDES.away });
  expect(renamed.told.score).toMatchObject({
    home: { name: 'Nord', short: 'TSV', points: 1 },
    period: 'second-half',
    clock: stopped.clock,
  });
});

describe('who may', () => {
  test('the owner, directors and scorers keep it; moderators and commentators look on', async () => {
    for (const role of ['director', 'scorer'])
      expect([role, (await ask('PUT', '', SIDES, await crew(role))).status]).toEqual([role, 200]);
    for (const role of ['moderator', 'commentator']) {
      const who = await crew(role);
      expect((await ask('GET', '', undefined, who)).status).toBe(200);
      for (const [method, path, body] of [
        ['PUT', '', SIDES],
        ['PATCH', '', { period: null }],
        ['POST', '/points', { side: 'home' }],
        ['POST', '/undo', { pointId: crypto.randomUUID() }],
        ['DELETE', '', undefined],
      ] as const)
        expect([role, method, (await ask(method, path, body, who)).status]).toEqual([role, method, 403]);
    }
    const foreign = { token: await makeForeignToken(services) };
    expect((await ask('POST', '/points', { side: 'home' }, foreign)).status).toBe(404);
    expect((await ask('GET', '', undefined, {})).status).toBe(401);
  });

  test('a scorer cannot take it away, a director can; then the audience has none', async () => {
    await ask('PUT', '', SIDES);
    await ask('POST', '/points', { side: 'home' });
    expect((await ask('DELETE', '', undefined, await crew('scorer'))).status).toBe(403);
    expect((await ask('DELETE', '', undefined, await crew('director'))).status).toBe(204);
    expect(await seenBy(`/api/audience/${event.slug}`)).toBeNull();
    expect((await ask('DELETE', '')).status).toBe(204);
  });
});

test.each([
  ['PUT', '', { home: { name: '' }, away: { name: 'x' } }],
  ['PUT', '', { home: { name: 'x'.repeat(31) }, away: { name: 'x' } }],
  ['PUT', '', { home: { name: 'x', short: 'xxxxx' }, away: { name: 'x' } }],
  ['PUT', '', { home: { name: 'x\u202e' }, away: { name: 'x' } }],
  ['PUT', '', { home: { name: 'x', points: 9 }, away: { name: 'x' } }],
  ['PUT', '', { home: { name: 'x' } }],
  ['PATCH', '', {}],
  ['PATCH', '', { clock: {} }],
  ['PATCH', '', { clock: { ms: -1 } }],
  ['PATCH', '', { clock: { ms: 86_400_001 } }],
  ['PATCH', '', { clock: { ms: 1.5 } }],
  ['PATCH', '', { period: 'third half' }],
  ['PATCH', '', { home: { points: 9 } }],
  ['POST', '/points', { side: 'left' }],
  ['POST', '/points', { side: 'home', delta: 5 }],
  ['POST', '/points', { side: 'home', requestId: '' }],
  ['POST', '/undo', {}],
  ['POST', '/undo', { pointId: "' or 1=1 --" }],
])('%s %s with %j is refused in words, and nothing happens', async (method, path, body) => {
  await ask('PUT', '', SIDES);
  const before = await seqs();
  const { status, error } = await ask(method, path, body);
  expect(status).toBe(400);
  expect(error?.message).toMatch(/\w/);
  expect(await seqs()).toEqual(before);
});

test('a show has no score', async () => {
  const show = await makeEvent(services, token, { kind: 'show' });
  const answer = await call(services, 'PUT', `/api/v1/events/${show.slug}/score`, { token, body: SIDES });
  expect(answer.status).toBe(409);
});

test('an event with its score can be deleted', async () => {
  await ask('PUT', '', SIDES);
  await ask('POST', '/points', { side: 'home' });
  expect((await call(services, 'DELETE', `/api/v1/events/${event.slug}`, { token })).status).toBe(204);
  const left = await asAdmin(services, (sql) => sql`select from score_changes where event_id = ${event.id}`);
  expect(left).toHaveLength(0);
});
