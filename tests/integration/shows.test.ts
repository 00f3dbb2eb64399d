import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, makeEvent, makeForeignToken, makeSession, makeShow, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;
let foreign: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  foreign = await makeForeignToken(services);
});
afterAll(() => services.close());

const initialize = (body: unknown, by: Parameters<typeof call>[3] = { token }) =>
  call(services, 'POST', '/api/streams/initialize', { ...by, body });
const stateOf = async (slug: string) =>
  (await call(services, 'GET', `/api/v1/events/${slug}`, { token })).json;

describe('POST /api/streams/initialize', () => {
  test('makes a show, and names every address that a back end needs', async () => {
    const { status, json } = await initialize({ showId: 'Morning_show-1', hostName: 'Amina' });
    expect(status).toBe(201);
    expect(json).toEqual({
      streamId: expect.stringMatching(/./) as string,
      showId: 'Morning_show-1',
      room: 'Morning_show-1',
      hostUrl: expect.stringMatching(
        /^http:\/\/localhost:3000\/events\/Morning_show-1\/host#[\w-]{43}$/,
      ) as string,
      watchUrl: 'http://localhost:3000/watch/Morning_show-1',
      embedUrl: 'http://localhost:3000/iframe/live?room=Morning_show-1',
    });
    const state = await stateOf('Morning_show-1');
    expect(state.status).toBe('ready');
    expect(state.cameras).toMatchObject([{ label: 'Amina', state: 'admitted', connection: 'lost' }]);
    expect(state.program.onAir).toBe(state.cameras[0]?.id);
  });

  test('again with the same showId it is the same stream, with the host’s name brought up to date', async () => {
    const first = await initialize({ showId: 'again', hostName: 'Amina' });
    const { seq } = await stateOf('again');
    const same = await initialize({ showId: 'again', hostName: 'Amina' });
    expect([same.status, same.json]).toEqual([200, first.json]);
    expect((await stateOf('again')).seq).toBe(seq);
    const renamed = await initialize({ showId: 'AGAIN', hostName: 'Bo' });
    expect([renamed.status, renamed.json]).toEqual([200, first.json]);
    const state = await stateOf('again');
    expect(state.cameras.map(({ label }) => label)).toEqual(['Bo']);
    expect(state.seq).toBeGreaterThan(seq);
    const listed = await call(services, 'GET', '/api/v1/events', { token });
    const shows = (JSON.parse(listed.text) as { slug: string; title: string }[]).filter(
      ({ slug }) => slug === 'again',
    );
    expect(shows).toMatchObject([{ title: 'Bo' }]);
  });

  test('a title of its own outlives a new host', async () => {
    await initialize({ showId: 'titled', hostName: 'Amina' });
    await call(services, 'PATCH', '/api/v1/events/titled', { token, body: { title: 'Coffee at nine' } });
    await initialize({ showId: 'titled', hostName: 'Bo' });
    expect((await call(services, 'PATCH', '/api/v1/events/titled', { token, body: {} })).json.title).toBe(
      'Coffee at nine',
    );
  });

  test('ten calls at once make one show', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => initialize({ showId: 'at-once', hostName: 'Amina' })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(new Set(all.map(({ text }) => text)).size).toBe(1);
  });

  test('another team’s showId is taken, also with other capitals; so is that of a match', async () => {
    await initialize({ showId: 'ours', hostName: 'Amina' });
    const before = await stateOf('ours');
    for (const showId of ['ours', 'OURS']) {
      const { status, json } = await initialize({ showId, hostName: 'Eve' }, { token: foreign });
      expect([status, json.error.code]).toEqual([409, 'conflict']);
    }
    expect(await stateOf('ours')).toEqual(before);
    await makeEvent(services, token, { slug: 'a-match' });
    expect((await initialize({ showId: 'a-match', hostName: 'Amina' })).status).toBe(409);
    expect((await initialize({ showId: 'new', hostName: 'Amina' })).status).toBe(409);
  });

  test.each([
    ['a room with a colon (T12)', { showId: 'x:cameras', hostName: 'A' }],
    ['one too long', { showId: 'x'.repeat(65), hostName: 'A' }],
    ['an empty one', { showId: '', hostName: 'A' }],
    ['other letters', { showId: 'für', hostName: 'A' }],
    ['a path', { showId: '../x', hostName: 'A' }],
    ['a number', { showId: 7, hostName: 'A' }],
    ['none', { hostName: 'A' }],
    ['no host', { showId: 'x' }],
    ['an empty host', { showId: 'x', hostName: ' ' }],
    ['a host of 61 characters', { showId: 'x', hostName: 'x'.repeat(61) }],
    ['text that turns around', { showId: 'x', hostName: 'a\u202eb' }],
    ['an unknown field', { showId: 'x', hostName: 'A', identity: 'host_1' }],
  ])('refuses %s', async (_, body) => {
    const { status, json } = await initialize(body);
    expect([status, json.error.code]).toEqual([400, 'bad_request']);
  });

  test('is for teams: a token or a signed-in person, no host and nobody else', async () => {
    const show = await makeShow(services, token, 'for-teams');
    const body = { showId: 'for-teams', hostName: 'Eve' };
    expect((await initialize(body, {})).status).toBe(401);
    expect((await initialize(body, { token: 'tl_wrong' })).status).toBe(401);
    expect((await initialize(body, { cookies: show.host })).status).toBe(401);
    const session = await makeSession(services);
    expect((await initialize({ ...body, hostName: 'Ann' }, { cookies: session })).status).toBe(200);
  });

  test('opens a show that was over once more', async () => {
    await initialize({ showId: 'daily', hostName: 'Amina' });
    const stopped = await call(services, 'POST', '/api/v1/events/daily/stop', { token });
    expect([stopped.status, stopped.json.status]).toEqual([200, 'ended']);
    expect((await initialize({ showId: 'daily', hostName: 'Amina' })).status).toBe(200);
    expect((await stateOf('daily')).status).toBe('ready');
  });
});

describe('a show among the events', () => {
  test('is made by the events’ API too, with the same shape and a host link', async () => {
    const { status, json } = await call(services, 'POST', '/api/v1/events', {
      token,
      body: { title: 'Coffee at nine', slug: 'coffee', kind: 'show', hostName: 'Amina' },
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      kind: 'show',
      status: 'ready',
      joinUrl: null,
      joinCode: null,
      watchUrl: 'http://localhost:3000/watch/coffee',
      embedUrl: 'http://localhost:3000/iframe/live?room=coffee',
      rooms: { cameras: 'coffee', program: 'coffee' },
    });
    const again = await initialize({ showId: 'coffee', hostName: 'Amina' });
    expect([again.json.streamId, again.json.hostUrl]).toEqual([json.id, json.hostUrl]);
    const match = await makeEvent(services, token, { slug: 'coffee-cup' });
    expect(match.json).toMatchObject({
      kind: 'match',
      hostUrl: null,
      embedUrl: 'http://localhost:3000/iframe/live?room=coffee-cup',
    });
    const named = { title: 'x', hostName: 'Amina' };
    expect((await call(services, 'POST', '/api/v1/events', { token, body: named })).status).toBe(400);
  });

  test('begins without destinations, whatever the settings prefill: the first one starts an engine', async () => {
    const prefilled = await createTestServices({
      env: { streamKeys: { youtube: 'abcd-efgh-ijkl-mnop-qrst', twitch: null } },
    });
    try {
      const by = await makeToken(prefilled);
      await makeShow(prefilled, by, 'bare');
      await makeEvent(prefilled, by, { slug: 'full' });
      const count = async (slug: string) =>
        (
          JSON.parse(
            (await call(prefilled, 'GET', `/api/v1/events/${slug}/destinations`, { token: by })).text,
          ) as []
        ).length;
      expect([await count('bare'), await count('full')]).toEqual([0, 1]);
    } finally {
      await prefilled.close();
    }
  });

  test('goes live by its host alone; has no codes, no director, and keeps its host', async () => {
    await makeShow(services, token, 'alone');
    const path = '/api/v1/events/alone';
    const refused = async (method: string, to: string, body: unknown = {}) => {
      const { status, json } = await call(services, method, path + to, { token, body });
      return [status, json.error.message];
    };
    expect(await refused('POST', '/start')).toEqual([409, expect.stringContaining('host')]);
    expect(await refused('POST', '/codes/renew')).toEqual([409, expect.stringContaining('host link')]);
    expect((await call(services, 'GET', `${path}/codes`, { token })).status).toBe(409);
    expect(await refused('POST', '/crew-links', { role: 'director' })).toEqual([
      409,
      expect.stringContaining('host'),
    ]);
    const { cameras } = await stateOf('alone');
    expect(await refused('POST', `/cameras/${cameras[0]?.id}`, { state: 'removed' })).toEqual([
      409,
      expect.stringContaining('host link'),
    ]);
    const match = await makeEvent(services, token, { slug: 'no-host' });
    const link = { token, body: { role: 'host' } };
    expect((await call(services, 'POST', `/api/v1/events/${match.slug}/crew-links`, link)).status).toBe(409);
  });
});
