import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TABLE } from '../../app/api/table';
import { openLink } from '../../app/domain/crew';
import {
  asAdmin,
  call,
  type CallOptions,
  makeCamera,
  makeEvent,
  makeForeignToken,
  makeSession,
  makeToken,
  names,
} from '../support/api';
import { createTestServices, type TestServices } from '../support/services';

let services: TestServices;
let token: string;
let mine: Awaited<ReturnType<typeof makeEvent>>;
let ids: Record<'camera' | 'destination' | 'link' | 'recording' | 'message' | 'ban', string>;
const actors: Record<string, CallOptions> = {};

/** Every endpoint that names something of an event, and a body that it would take. */
const ENDPOINTS: [method: string, path: string, body?: unknown][] = [
  ['GET', ''],
  ['PATCH', '', { title: 'Taken over' }],
  ['DELETE', ''],
  ['POST', '/start', {}],
  ['POST', '/stop', {}],
  ['POST', '/publish', {}],
  ['POST', '/reopen', {}],
  ['POST', '/off-air', {}],
  ['GET', '/codes'],
  ['POST', '/codes/renew', {}],
  ['POST', '/cut', { cameraId: null }],
  ['POST', '/program', { faded: true }],
  ['POST', '/media-tokens', {}],
  ['POST', '/cameras/:camera', { state: 'removed' }],
  ['GET', '/destinations'],
  ['POST', '/destinations', { plugin: 'youtube', label: 'x', settings: {}, streamKey: 'abcd' }],
  ['GET', '/destinations/:destination'],
  ['PATCH', '/destinations/:destination', { label: 'x' }],
  ['DELETE', '/destinations/:destination'],
  ['POST', '/destinations/:destination/start', {}],
  ['POST', '/destinations/:destination/test', {}],
  ['POST', '/destinations/:destination/stop', {}],
  ['POST', '/destinations/:destination/server', { server: 'backup' }],
  ['GET', '/crew-links'],
  ['POST', '/crew-links', { role: 'director' }],
  ['DELETE', '/crew-links/:link'],
  ['GET', '/log'],
  ['GET', '/switches'],
  ['GET', '/recordings'],
  ['GET', '/statistics'],
  ['GET', '/score'],
  ['PUT', '/score', { home: { name: 'Nord' }, away: { name: 'Hafen' } }],
  ['PATCH', '/score', { clock: { running: true } }],
  ['POST', '/score/points', { side: 'home' }],
  ['POST', '/score/undo', { pointId: '00000000-0000-4000-8000-000000000000' }],
  ['DELETE', '/score'],
  ['GET', '/chat'],
  ['PATCH', '/chat', { slowS: 5 }],
  ['GET', '/chat/export'],
  ['DELETE', '/chat/reports/:message'],
  ['DELETE', '/chat/messages/:message'],
  ['POST', '/chat/bans', { messageId: '00000000-0000-4000-8000-000000000000' }],
  ['DELETE', '/chat/bans/:ban'],
  ['DELETE', '/chat'],
];

const filled = (path: string, of = ids) => path.replace(/:(\w+)/g, (_, name: keyof typeof ids) => of[name]);

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  const foreign = await makeForeignToken(services);
  mine = await makeEvent(services, token, { slug: 'mine' });
  const theirs = await makeEvent(services, foreign, { slug: 'theirs' });
  const camera = await makeCamera(services, token, mine);
  const theirCamera = await makeCamera(services, foreign, theirs);
  const path = '/api/v1/events/mine';
  const destination = await call(services, 'POST', `${path}/destinations`, {
    token,
    body: { plugin: 'twitch', label: 'Twitch', settings: {}, streamKey: 'live_1_abcdefghijkl' },
  });
  const link = async (role: string, slug: string, by: string) =>
    (await call(services, 'POST', `/api/v1/events/${slug}/crew-links`, { token: by, body: { role } })).json;
  const made = await link('director', 'mine', token);
  const [recording] = await asAdmin(services, async (sql) => {
    const [stream] = await sql`insert into streams (event_id) values (${mine.id}) returning id`;
    return sql<{ id: string }[]>`
      insert into recordings (event_id, stream_id, part, file) values (${mine.id}, ${stream?.id}, 1, 'x') returning id`;
  });
  const chat = await asAdmin(services, async (sql) => {
    await sql`insert into chats (event_id, seq) values (${mine.id}, 1)`;
    const [message] = await sql<{ id: string }[]>`
      insert into chat_messages (event_id, seq, name, text) values (${mine.id}, 1, 'Tom', 'x') returning id`;
    const [ban] = await sql<{ id: string }[]>`
      insert into chat_bans (event_id, name, viewer, address, created_by)
      values (${mine.id}, 'Tom', 'v', 'a', 'x') returning id`;
    return { message: message?.id ?? '', ban: ban?.id ?? '' };
  });
  ids = {
    ...chat,
    camera: camera.id,
    destination: destination.json.id,
    link: made.id,
    recording: recording?.id ?? '',
  };
  const crew = async (role: string, slug: string, by: string) => {
    const opened = await openLink(
      services,
      (await link(role, slug, by)).url.split('/crew/')[1] ?? '',
      '203.0.113.1',
    );
    // The cookie is put where that of the event asked for would be: its name is no protection.
    return { cookies: { [names.crew('mine')]: opened.sessionToken } };
  };
  actors['another team’s token'] = { token: foreign };
  actors['another event’s director'] = await crew('director', 'theirs', foreign);
  actors['another event’s camera'] = { cookies: theirCamera.cookies };
  actors['this event’s camera'] = { cookies: camera.cookies };
  actors['nobody'] = {};
  actors['scorer'] = await crew('scorer', 'mine', token);
  actors['director'] = await crew('director', 'mine', token);
  actors['owner'] = { cookies: await makeSession(services) };
});
afterAll(() => services.close());

async function statusOf(
  actor: string,
  [method, path, body]: (typeof ENDPOINTS)[number],
  slug = 'mine',
  of = ids,
) {
  const { status } = await call(services, method, `/api/v1/events/${slug}${filled(path, of)}`, {
    ...actors[actor],
    ...(body === undefined ? {} : { body }),
  });
  return status;
}

const fingerprint = () =>
  asAdmin(services, async (sql) =>
    JSON.stringify([
      await sql`select * from events order by id`,
      await sql`select * from cameras order by id`,
      await sql`select * from destinations order by id`,
      await sql`select id, revoked_at from crew_links order by id`,
      await sql`select count(*) from switch_logs`,
      await sql`select count(*) from streams`,
      await sql`select seq, slow_s from chats order by event_id`,
      await sql`select id, removed_seq from chat_messages order by id`,
      await sql`select count(*) from chat_bans`,
      await sql`select * from scores order by event_id`,
    ]),
  );

test('every endpoint of an event is in the list', () => {
  const prefix = '/api/v1/events/:slug';
  const listed = ENDPOINTS.map(([method, path]) => `${method} ${prefix}${path.replace(/:\w+/g, ':id')}`);
  const rows = TABLE.map(({ address }) => address).filter((address) => address.includes(prefix));
  expect([...rows].sort()).toEqual(listed.sort());
});

describe('T18: to whom an event does not belong it is not there', () => {
  test.each(ENDPOINTS)('%s %s', async (...endpoint) => {
    const before = await fingerprint();
    expect(await statusOf('another team’s token', endpoint)).toBe(404);
    for (const unknown of [
      'another event’s director',
      'another event’s camera',
      'this event’s camera',
      'nobody',
    ]) {
      expect([unknown, await statusOf(unknown, endpoint)]).toEqual([unknown, 401]);
    }
    expect(await fingerprint()).toBe(before);
  });
});

test('T18: an id of another event is not there either, whoever asks', async () => {
  const other = await makeEvent(services, token, { slug: 'also-mine' });
  const before = await fingerprint();
  for (const endpoint of ENDPOINTS.filter(([, path]) => path.includes(':'))) {
    expect([endpoint, await statusOf('owner', endpoint, other.slug)]).toEqual([endpoint, 404]);
    for (const id of ['1', "' or 1=1 --", '00000000-0000-4000-8000-000000000000']) {
      const made = { camera: id, destination: id, link: id, recording: id, message: id, ban: id };
      const of = Object.fromEntries(
        Object.entries(made).map(([name, one]) => [name, encodeURIComponent(one)]),
      );
      expect([endpoint, id, await statusOf('owner', endpoint, 'mine', { ...made, ...of })]).toEqual([
        endpoint,
        id,
        404,
      ]);
    }
  }
  expect(await fingerprint()).toBe(before);
});

test('T5: who may do what at their own event', async () => {
  const allowed: Record<string, string[]> = {};
  for (const actor of ['scorer', 'director']) {
    for (const endpoint of ENDPOINTS) {
      const [method, path] = endpoint;
      // What would end the event for the next question is asked for by its refusal only.
      if (actor === 'director' && ['/cameras/:camera', '/stop'].includes(path)) continue;
      const status = await statusOf(actor, endpoint);
      if (status !== 403) (allowed[actor] ??= []).push(`${method} ${path}`);
    }
  }
  expect(allowed).toEqual({
    scorer: [
      'GET ',
      'GET /codes',
      'GET /destinations',
      'GET /destinations/:destination',
      'GET /log',
      'GET /switches',
      'GET /recordings',
      'GET /statistics',
      'GET /score',
      'PUT /score',
      'PATCH /score',
      'POST /score/points',
      'POST /score/undo',
    ],
    director: [
      'GET ',
      'POST /start',
      'GET /codes',
      'POST /cut',
      'POST /program',
      'POST /media-tokens',
      'GET /destinations',
      'GET /destinations/:destination',
      'POST /destinations/:destination/start',
      'POST /destinations/:destination/test',
      'POST /destinations/:destination/stop',
      'POST /destinations/:destination/server',
      'GET /log',
      'GET /switches',
      'GET /recordings',
      'GET /statistics',
      'GET /score',
      'PUT /score',
      'PATCH /score',
      'POST /score/points',
      'POST /score/undo',
      'DELETE /score',
      'GET /chat',
      'PATCH /chat',
      'DELETE /chat/reports/:message',
      'DELETE /chat/messages/:message',
      'POST /chat/bans',
      'DELETE /chat/bans/:ban',
    ],
  });
  expect(await statusOf('director', ['POST', '/cameras/:camera', { label: 'Goal' }])).toBe(200);
  expect(await statusOf('director', ['POST', '/stop', {}])).toBe(200);
});

test('T5: the public token call mints a viewer and nothing else, whatever is asked for', async () => {
  await call(services, 'POST', '/api/v1/events/mine/reopen', { token });
  const asked = async (query: string) =>
    (await call(services, 'GET', `/api/livekit/token?room=mine&username=x${query}`)).status;
  for (const query of ['&role=director', '&identity=director_1', '&canPublish=true', '&room=mine']) {
    expect(await asked(query)).toBe(400);
  }
  // Who may be a host, and of what, is in token-rules.test.ts.
  expect(await asked('&role=host')).toBe(401);
  const viewer = await call(services, 'GET', '/api/livekit/token?room=mine&username=x');
  expect(viewer.json.identity).toMatch(/^viewer_[0-9a-f]{32}$/);
  const limited = await Promise.all(
    Array.from({ length: 125 }, () =>
      call(services, 'GET', '/api/livekit/token?room=mine&username=x', { ip: '198.51.100.200' }),
    ),
  );
  expect(limited.filter(({ status }) => status === 429)).toHaveLength(5);
});

test('a revoked link ends what was opened by it, at once', async () => {
  const made = await call(services, 'POST', '/api/v1/events/mine/crew-links', {
    token,
    body: { role: 'director' },
  });
  const opened = await openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.1');
  const cookies = { [names.crew('mine')]: opened.sessionToken };
  expect((await call(services, 'GET', '/api/v1/events/mine', { cookies })).status).toBe(200);
  expect(
    (await call(services, 'DELETE', `/api/v1/events/mine/crew-links/${made.json.id}`, { token })).status,
  ).toBe(204);
  expect((await call(services, 'GET', '/api/v1/events/mine', { cookies })).status).toBe(401);
  await expect(
    openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.1'),
  ).rejects.toMatchObject({ status: 404 });
  const listed = await call(services, 'GET', '/api/v1/events/mine/crew-links', { token });
  expect(listed.text).not.toContain('/crew/');
});

test('a link that is over opens nothing', async () => {
  const made = await call(services, 'POST', '/api/v1/events/mine/crew-links', {
    token,
    body: { role: 'scorer', label: 'Table', expiresAt: '2020-01-01T00:00:00Z' },
  });
  expect(made.json).toMatchObject({ role: 'scorer', label: 'Table', expiresAt: '2020-01-01T00:00:00.000Z' });
  await expect(
    openLink(services, made.json.url.split('/crew/')[1] ?? '', '203.0.113.1'),
  ).rejects.toMatchObject({ status: 404 });
});
