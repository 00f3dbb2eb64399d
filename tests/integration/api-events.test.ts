import { mkdir, writeFile } from 'node:fs/promises';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteDeletion, removeLeftFiles } from '../../app/domain/events/deleted-files';
import { asAdmin, call, makeCamera, makeEvent, makeSession, makeToken } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices({
    env: { streamKeys: { youtube: 'yt-key-of-settings', twitch: null } },
  });
  token = await makeToken(services);
});
afterAll(() => services.close());

const api = (method: string, path: string, body?: unknown) =>
  call(services, method, `/api/v1/events${path}`, { token, ...(body === undefined ? {} : { body }) });

test('an event goes from creation over the air to its end, and each step may be asked for twice', async () => {
  const event = await makeEvent(services, token, { slug: 'derby' });
  expect(event.json).toMatchObject({
    slug: 'derby',
    status: 'ready',
    admission: 'manual',
    kind: 'match',
    visibility: 'public',
    watchUrl: 'http://localhost:3000/watch/derby',
    embedUrl: 'http://localhost:3000/iframe/live?room=derby',
    rooms: { cameras: 'derby:cameras', program: 'derby' },
  });
  expect(event.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  expect(event.json.joinUrl).toBe(`http://localhost:3000/join/${event.code}#${event.secret}`);
  expect(event.directorUrl).toMatch(/^http:\/\/localhost:3000\/crew\/[\w-]{43}$/);

  for (const [step, status] of [
    ['start', 'live'],
    ['start', 'live'],
    ['stop', 'ended'],
    ['stop', 'ended'],
    ['reopen', 'ready'],
  ]) {
    const done = await api('POST', `/derby/${step}`, {});
    expect([step, done.status, done.json.status]).toEqual([step, 200, status]);
  }
  const streams = await asAdmin(
    services,
    (sql) => sql`select ended_at from streams where event_id = ${event.id}`,
  );
  expect(streams).toHaveLength(1);
  expect(streams[0]?.ended_at).toBeInstanceOf(Date);
});

test('twenty starts at once make one run on the air', async () => {
  const event = await makeEvent(services, token);
  const started = await Promise.all(Array.from({ length: 20 }, () => api('POST', `/${event.slug}/start`)));
  expect(new Set(started.map(({ status }) => status))).toEqual(new Set([200]));
  const streams = await asAdmin(services, (sql) => sql`select 1 from streams where event_id = ${event.id}`);
  expect(streams).toHaveLength(1);
});

test('a draft is published before it is started, and nobody outside sees it', async () => {
  const draft = await makeEvent(services, token, { status: 'draft' });
  expect((await api('POST', `/${draft.slug}/start`, {})).status).toBe(409);
  const asViewer = await call(services, 'GET', `/api/livekit/token?room=${draft.slug}`);
  expect(asViewer.status).toBe(404);
  const join = await call(services, 'POST', '/api/join/check', { body: { code: draft.code } });
  expect(join.status).toBe(404);
  expect((await api('POST', `/${draft.slug}/publish`)).json.status).toBe('ready');
  expect((await call(services, 'POST', '/api/join/check', { body: { code: draft.code } })).json).toEqual({
    title: 'Home – Away',
    slug: draft.slug,
    status: 'ready',
  });
});

test('the address comes from the title and is never given twice, by capitals neither', async () => {
  const first = await makeEvent(services, token, { title: 'Süd – Nord' });
  const second = await makeEvent(services, token, { title: 'Süd – Nord' });
  expect([first.slug, second.slug]).toEqual(['sud-nord', 'sud-nord-2']);
  for (const slug of ['sud-nord', 'SUD-Nord', 'new']) {
    const taken = await api('POST', '', { title: 'x', slug });
    expect([taken.status, taken.json.error.code]).toEqual([409, 'conflict']);
  }
  expect((await api('GET', '/SUD-NORD')).status).toBe(200);
});

test('the director’s link is answered once; later reads name the screen', async () => {
  const event = await makeEvent(services, token);
  const listed = (await api('GET', '')).text;
  expect(listed).toContain(`/events/${event.slug}/direct`);
  expect(listed).not.toContain('/crew/');
});

test('keys of the settings prefill destinations', async () => {
  const event = await makeEvent(services, token);
  const { json } = await api('GET', `/${event.slug}/destinations`);
  expect(json).toMatchObject([{ plugin: 'youtube', enabled: true, keyHint: 'ings', status: 'off' }]);
});

test('settings are changed one by one and the rest stays', async () => {
  const event = await makeEvent(services, token, { startsAt: '2030-05-01T18:00:00+02:00' });
  const camera = await makeCamera(services, token, event);
  const one = await api('PATCH', `/${event.slug}`, { title: 'Final', autoReturn: true });
  expect(one.json).toMatchObject({ title: 'Final', autoReturn: true, startsAt: '2030-05-01T16:00:00.000Z' });
  const two = await api('PATCH', `/${event.slug}`, {
    fallbackOrder: [camera.id],
    startsAt: null,
    admission: 'immediate',
  });
  expect(two.json).toMatchObject({
    title: 'Final',
    autoReturn: true,
    fallbackOrder: [camera.id],
    startsAt: null,
    admission: 'immediate',
  });
  expect(two.json.seq).toBeGreaterThan(one.json.seq);
});

test('an event on the air is not deleted; afterwards it goes with all that belongs to it', async () => {
  const event = await makeEvent(services, token);
  await makeCamera(services, token, event);
  const folder = join(services.env.dataDir, 'recordings', event.id);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'part.mp4'), 'x');
  await api('POST', `/${event.slug}/start`);
  expect((await api('DELETE', `/${event.slug}`)).status).toBe(409);
  await api('POST', `/${event.slug}/stop`);
  const gone = await api('DELETE', `/${event.slug}`);
  expect([gone.status, gone.text]).toEqual([204, '']);
  expect((await api('GET', `/${event.slug}`)).status).toBe(404);
  await expect(access(folder)).rejects.toThrow();
  expect(services.livekitCalls).toContain(`close ${event.slug}:cameras`);
  expect((await call(services, 'POST', '/api/join/check', { body: { code: event.code } })).status).toBe(404);
});

test('files of a deleted event that a process left behind go at the next start, those of others stay', async () => {
  const [gone, undecided, present] = [
    await makeEvent(services, token),
    await makeEvent(services, token),
    await makeEvent(services, token),
  ];
  const folders = [gone, undecided, present].map(({ id }) => join(services.env.dataDir, 'recordings', id));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  // A process that ended between the row and the files, and one whose transaction was taken back.
  await noteDeletion(services, gone.id);
  await noteDeletion(services, undecided.id);
  await asAdmin(services, (sql) => sql`delete from events where id = ${gone.id}`);
  await removeLeftFiles(services);
  await removeLeftFiles(services);
  const [left, ...others] = folders;
  await expect(access(left ?? '')).rejects.toThrow();
  for (const folder of others) await access(folder);
});

test('renewed codes open the door, the old ones do not, and who joined stays', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event);
  const renewed = await api('POST', `/${event.slug}/codes/renew`);
  expect(renewed.json.joinCode).not.toBe(event.code);
  const check = (body: unknown) => call(services, 'POST', '/api/join/check', { body });
  expect((await check({ code: event.code })).status).toBe(404);
  expect((await check({ secret: event.secret })).status).toBe(404);
  expect((await check({ code: renewed.json.joinCode })).status).toBe(200);
  expect((await call(services, 'POST', '/api/cameras/token', { cookies: camera.cookies })).status).toBe(200);
});

describe('what does not fit is a clear 4xx and changes nothing', () => {
  test.each<[string, string, unknown, number]>([
    ['POST', '', {}, 400],
    ['POST', '', { title: '' }, 400],
    ['POST', '', { title: 'x'.repeat(121) }, 400],
    ['POST', '', { title: 'a\u0000b' }, 400],
    ['POST', '', { title: 'x', slug: 'a:cameras' }, 400],
    ['POST', '', { title: 'x', slug: '../etc' }, 400],
    ['POST', '', { title: 'x', colour: 'red' }, 400],
    ['POST', '', { title: 'x', admission: 'open' }, 400],
    ['POST', '', { title: 'x', startsAt: 'tomorrow' }, 400],
    ['POST', '', { title: 'x', startsAt: '99999-01-01T00:00:00Z' }, 400],
    ['POST', '', { title: 'x', status: 'live' }, 400],
    ['POST', '', [], 400],
    ['POST', '', { title: 'x', note: 'y'.repeat(20_000) }, 413],
    ['PATCH', '/derby', { slug: 'other' }, 400],
    ['PATCH', '/derby', { fallbackOrder: ['x'] }, 400],
    ['PATCH', '/derby', { encoding: { height: 4000 } }, 400],
    ['PATCH', '/no-such-event', { title: 'x' }, 404],
    ['POST', '/derby/start', { now: true }, 400],
    ['POST', '/no-such-event/start', {}, 404],
    ['POST', '/derby/cut', {}, 400],
    ['POST', '/derby/cut', { cameraId: 'one' }, 400],
    ['POST', '/derby/cut', { cameraId: null, seenSeq: -1 }, 400],
    ['POST', '/derby/cut', { cameraId: null, seenSeq: 1e300 }, 400],
    ['POST', '/derby/cut', { cameraId: null, requestId: '' }, 400],
    ['POST', '/derby/cut', { cameraId: null, transition: 'explode' }, 400],
    ['POST', '/derby/program', { layout: 'quadruple' }, 400],
    ['GET', '/derby/log?limit=0', undefined, 400],
    ['GET', '/derby/log?limit=1&limit=2', undefined, 400],
    ['GET', '/derby/log?before=x', undefined, 400],
    ['DELETE', '/derby/start', undefined, 405],
    ['GET', '/derby/cut', undefined, 405],
    ['PUT', '/derby', { title: 'x' }, 405],
    ['GET', '/derby/nothing', undefined, 404],
    ['GET', '/a:b', undefined, 404],
    ['GET', `/${'a'.repeat(200)}`, undefined, 404],
  ])('%s %s %j', async (method, path, body, status) => {
    const before = await asAdmin(services, (sql) => sql`select count(*), sum(seq) from events`);
    const refused = await api(method, path, body);
    expect(refused.status).toBe(status);
    expect(refused.headers.get('Content-Type')).toContain('application/json');
    expect(refused.json.error).toMatchObject({
      code: expect.any(String) as unknown,
      message: expect.any(String) as unknown,
    });
    expect(await asAdmin(services, (sql) => sql`select count(*), sum(seq) from events`)).toEqual(before);
  });

  test('a body that is not sent as JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const sent = { token, raw: '{"title":"x"}', headers: { 'Content-Type': type } };
      expect((await call(services, 'POST', '/api/v1/events', sent)).status).toBe(415);
    }
  });
});

test('without a token, with a wrong one and with a revoked one nothing is answered', async () => {
  const revoked = await makeToken(services);
  await asAdmin(
    services,
    (sql) =>
      sql`update api_tokens set revoked_at = now() where created_at = (select max(created_at) from api_tokens)`,
  );
  const session = await makeSession(services);
  for (const options of [
    {},
    { token: 'wrong' },
    { token: revoked },
    { token: '' },
    { headers: { Authorization: 'Basic YTpi' }, cookies: session },
    { token: 'wrong', cookies: session },
  ]) {
    const { status, json } = await call(services, 'GET', '/api/v1/events', options);
    expect([status, json.error.code]).toEqual([401, 'unauthenticated']);
  }
  expect((await call(services, 'GET', '/api/v1/events', { cookies: session })).status).toBe(200);
});

test('the log tells in sentences what happened, page by page', async () => {
  const event = await makeEvent(services, token);
  await makeCamera(services, token, event, { label: 'Goal' });
  await api('POST', `/${event.slug}/start`);
  const first = await api('GET', `/${event.slug}/log?limit=2`);
  const second = await api('GET', `/${event.slug}/log?limit=2&before=${first.json.next}`);
  const texts = [...first.json.rows, ...second.json.rows].map(({ text }) => text);
  expect(texts).toEqual([
    'Control desk went on the air.',
    'Control desk admitted camera 1 (Goal).',
    'Camera 1 (Goal) waits for admission.',
    'Control desk created the event.',
  ]);
  expect(second.json.next).toBeNull();
  expect(first.json.rows[0]).toMatchObject({ kind: 'start', severity: 'info', data: {} });
});
