import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SoundAnswer } from '../../app/domain/sound';
import { openLink } from '../../app/domain/crew/crew-links';
import { crewState } from '../../app/domain/state/read-state';
import { readDesired } from '../../engine/state/read-desired';
import {
  asAdmin,
  call,
  type CallOptions,
  makeCamera,
  makeEvent,
  makeForeignToken,
  makeToken,
  names,
} from '../support/api/call';
import { connect } from '../../db/connect';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** The sound mixer by its API: who may move what, what is refused, and that several hands have one order. */
let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;
let camera: string;
let at: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
afterAll(() => services.close());
beforeEach(async () => {
  event = await makeEvent(services, token);
  at = `/api/v1/events/${event.slug}/sound`;
  camera = (await makeCamera(services, token, event, { label: 'Halfway' })).id;
});

async function ask(method: string, path: string, body?: unknown, who: CallOptions = { token }) {
  const { status, json, text } = await call(services, method, at + path, {
    ...who,
    ...(body === undefined ? {} : { body }),
  });
  return { status, error: json?.error, told: (text ? JSON.parse(text) : null) as SoundAnswer };
}

async function crew(role: string, label = 'Jonas'): Promise<CallOptions> {
  const body = { role, label };
  const link = await call(services, 'POST', `/api/v1/events/${event.slug}/crew-links`, { token, body });
  const opened = await openLink(services, link.json.url.split('/crew/')[1] ?? '', '203.0.113.1');
  return { cookies: { [names.crew(event.slug)]: opened.sessionToken } };
}

const AT_START = { gainDb: 0, muted: false, delayMs: 0, pan: 0, lowCut: false, lowCutHz: 80, mode: null };

test('at the start sound follows the picture, and every camera is a source at 0 dB that nobody has moved', async () => {
  expect((await ask('GET', '')).told).toMatchObject({
    mode: 'follow',
    targetLufs: null,
    moved: {},
    master: { gainDb: 0, muted: false, moved: {} },
    sources: { [camera]: { ...AT_START, moved: {} } },
  });
});

test('only the named controls move; who moved each last is at the control, and state and engine have it', async () => {
  const [anna, ben] = [await crew('director', 'Anna'), await crew('assistant', 'Ben')];
  const first = await ask('PATCH', '', { sources: { [camera]: { gainDb: -6.5, pan: -0.5 } } }, anna);
  const second = await ask(
    'PATCH',
    '',
    { mode: 'fixed', sources: { [camera]: { gainDb: 3, lowCut: true } } },
    ben,
  );
  expect([first.status, second.status]).toEqual([200, 200]);
  const third = await ask('PATCH', '', { master: { muted: true }, targetLufs: -16 }, anna);
  const { told } = await ask('GET', '');
  expect(told).toEqual(third.told);
  expect(told).toMatchObject({
    seq: third.told.seq,
    mode: 'fixed',
    moved: { mode: { by: 'Ben' }, targetLufs: { by: 'Anna' } },
    master: { gainDb: 0, muted: true, moved: { muted: { by: 'Anna', seq: third.told.seq } } },
  });
  expect(told.sources[camera]).toEqual({
    ...AT_START,
    gainDb: 3,
    pan: -0.5,
    lowCut: true,
    moved: {
      gainDb: { by: 'Ben', seq: second.told.seq, at: expect.stringMatching(/^20.*Z$/) },
      lowCut: { by: 'Ben', seq: second.told.seq, at: expect.any(String) },
      pan: { by: 'Anna', seq: first.told.seq, at: expect.any(String) },
    },
  });
  expect(told.master.moved).not.toHaveProperty('gainDb');

  const { seq, ...slice } = told;
  const seen = await crewState(
    services,
    { kind: 'crew', eventId: event.id, role: 'scorer', linkId: camera, name: 'x' },
    event.id,
  );
  expect([seen.seq, seen.state.sound]).toEqual([seq, slice]);
  const sql = connect(services.database.engineUrl, { max: 1 });
  const desired = await readDesired(sql, services.secrets, event.id).finally(() => sql.end());
  expect(desired?.sound).toEqual({
    mode: 'fixed',
    master: { gainDb: 0, muted: true },
    sources: { [camera]: { ...AT_START, gainDb: 3, pan: -0.5, lowCut: true } },
    loudnessResets: 0,
  });
});

test.each([
  [{ master: { gainDb: 12.5 } }, 'between -60 and 12 dB'],
  [{ master: { gainDb: -61 } }, 'between -60 and 12 dB'],
  [{ targetLufs: 0 }, 'between -36 and -8 LUFS'],
  [{ mode: 'auto' }, 'follow'],
  [{}, 'at least one'],
  [{ master: { gain: 1 } }, 'gain'],
])('%o is refused, and says what is allowed', async (body, says) => {
  const { status, error } = await ask('PATCH', '', body);
  expect([status, error?.code]).toEqual([400, 'bad_request']);
  expect(error?.message).toContain(says);
});

test.each([
  [{ delayMs: 2001 }, 'between 0 and 2000 ms'],
  [{ delayMs: -1 }, 'between 0 and 2000 ms'],
  [{ pan: 1.1 }, 'between -1 and 1'],
  [{ lowCutHz: 20 }, 'between 40 and 300 Hz'],
  [{ gainDb: 13 }, 'between -60 and 12 dB'],
])('a source with %o is refused, and says what is allowed', async (controls, says) => {
  const { status, error } = await ask('PATCH', '', { sources: { [camera]: controls } });
  expect([status, error?.code]).toEqual([400, 'bad_request']);
  expect(error?.message).toContain(says);
});

test('a source of another event, a removed one and one that never was are refused with where to look; nothing moves', async () => {
  const other = await makeCamera(services, token, await makeEvent(services, token), { label: 'Theirs' });
  const removed = (await makeCamera(services, token, event, { label: 'Gone' })).id;
  await call(services, 'POST', `/api/v1/events/${event.slug}/cameras/${removed}`, {
    token,
    body: { state: 'removed' },
  });
  const before = await ask('GET', '');
  for (const id of [other.id, removed, crypto.randomUUID()]) {
    const { status, error } = await ask('PATCH', '', { mode: 'manual', sources: { [id]: { muted: true } } });
    expect([status, error?.code]).toEqual([400, 'bad_request']);
    expect(error?.message).toContain(id);
    expect(error?.message).toContain('/sound');
  }
  expect((await ask('GET', '')).told).toEqual(before.told);
});

test('the same request moves once, also when it comes ten times at once', async () => {
  const body = { master: { gainDb: -3 }, requestId: 'fader' };
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask('PATCH', '', body)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await ask('PATCH', '', { master: { gainDb: -9 } });
  expect((await ask('PATCH', '', body)).told.master.gainDb).toBe(-9);
  const moves = await asAdmin(
    services,
    (sql) => sql<{ requestId: string | null }[]>`
      select request_id as "requestId" from sound_changes where event_id = ${event.id} order by seq`,
  );
  expect(moves.filter(({ requestId }) => requestId === 'fader')).toHaveLength(1);
  expect(moves).toHaveLength(2);
});

test('two hands on one fader: what was answered last by seq is what everybody has', async () => {
  const hands = [await crew('director', 'Anna'), await crew('assistant', 'Ben')];
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      const gainDb = (60 - i) / 10;
      const { status, told } = await ask('PATCH', '', { sources: { [camera]: { gainDb } } }, hands[i % 2]);
      return { status, seq: told.seq, gainDb, by: i % 2 ? 'Ben' : 'Anna', told: told.sources[camera] };
    }),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ seq }) => seq)).size).toBe(60);
  for (const { seq, gainDb, by, told } of answers) {
    expect(told).toMatchObject({ gainDb, moved: { gainDb: { by, seq } } });
  }
  const last = answers.sort((a, b) => a.seq - b.seq).at(-1);
  expect((await ask('GET', '')).told.sources[camera]).toMatchObject({
    gainDb: last?.gainDb,
    moved: { gainDb: { by: last?.by, seq: last?.seq } },
  });
});

test('a move raises the seq of the event in its own transaction, and makes no cut stale', async () => {
  const before = await call(services, 'GET', `/api/v1/events/${event.slug}`, { token });
  const { told } = await ask('PATCH', '', { mode: 'manual' });
  const [newest] = await asAdmin(
    services,
    (sql) =>
      sql`select seq, topics from event_updates where event_id = ${event.id} order by seq desc limit 1`,
  );
  expect(newest).toEqual({ seq: told.seq, topics: ['sound'] });
  const after = await call(services, 'GET', `/api/v1/events/${event.slug}`, { token });
  expect(after.json.program.seq).toBe(before.json.program.seq);
});

test('a reset of loudness is counted and signed, and the engine learns of it', async () => {
  const { told } = await ask('POST', '/loudness/reset', {}, await crew('assistant', 'Ben'));
  expect(told.moved).toMatchObject({ loudness: { by: 'Ben', seq: told.seq } });
  const sql = connect(services.database.engineUrl, { max: 1 });
  const desired = await readDesired(sql, services.secrets, event.id).finally(() => sql.end());
  expect(desired?.sound?.loudnessResets).toBe(1);
});

test('a scorer sees the mixer and moves nothing; another team does not even see it', async () => {
  const scorer = await crew('scorer');
  expect((await ask('GET', '', undefined, scorer)).status).toBe(200);
  expect((await ask('PATCH', '', { mode: 'manual' }, scorer)).status).toBe(403);
  const foreign = { token: await makeForeignToken(services) };
  expect((await ask('GET', '', undefined, foreign)).status).toBe(404);
  expect((await ask('PATCH', '', { mode: 'manual' }, foreign)).status).toBe(404);
});
