import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLink } from '../../app/domain/crew/crew-links';
import { LIMITS } from '../../app/config/limits';
import { checkViewerTicket } from '../../app/realtime/tickets';
import {
  call,
  type CallOptions,
  makeCamera,
  makeEvent,
  makeForeignToken,
  makeShow,
  makeToken,
  names,
} from '../support/api/call';
import { decodeJwt } from '../support/api/jwt';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** T5: who may get which token of which event. Everything that is not on the list is refused. */
const ACTORS = [
  'nobody',
  'another team',
  'the team',
  'the director of the match',
  'the camera of the match',
  'the host of the show',
] as const;
const ROLES = ['viewer', 'host', 'director', 'camera'] as const;
const EVENTS = ['match', 'show'] as const;

const ALLOWED = new Set<string>([
  // Everybody may watch.
  ...ACTORS.flatMap((actor) => EVENTS.map((event) => `${actor} as viewer of the ${event}`)),
  'the team as host of the show',
  'the host of the show as host of the show',
  'the team as director of the match',
  // Who owns a show may look at what goes into it.
  'the team as director of the show',
  'the director of the match as director of the match',
  'the camera of the match as camera of the match',
]);

let services: TestServices;
let token: string;
let show: Awaited<ReturnType<typeof makeShow>>;
const actors: Partial<Record<(typeof ACTORS)[number], CallOptions>> = {};

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  const match = await makeEvent(services, token, { slug: 'match' });
  show = await makeShow(services, token, 'show');
  const camera = await makeCamera(services, token, match);
  const director = await openLink(services, match.directorUrl.split('/crew/')[1] ?? '', '203.0.113.1');
  // A crew's cookie is put under the name of both events: its name is no protection.
  const everywhere = (value: string) => ({ [names.crew('match')]: value, [names.crew('show')]: value });
  actors['nobody'] = {};
  actors['another team'] = { token: await makeForeignToken(services) };
  actors['the team'] = { token };
  actors['the director of the match'] = { cookies: everywhere(director.sessionToken) };
  actors['the camera of the match'] = { cookies: camera.cookies };
  actors['the host of the show'] = { cookies: everywhere(Object.values(show.host)[0] ?? '') };
});
afterAll(() => services.close());

function ask(role: (typeof ROLES)[number], event: string, as: CallOptions) {
  switch (role) {
    case 'viewer':
    case 'host':
      return call(services, 'GET', `/api/livekit/token?room=${event}&username=Eve&role=${role}`, as);
    case 'director':
      return call(services, 'POST', `/api/v1/events/${event}/media-tokens`, { ...as, body: {} });
    case 'camera':
      // Its cookie names the event; no field of the request does.
      return call(services, 'POST', '/api/cameras/token', { ...as, body: {} });
  }
}

const calls = ACTORS.flatMap((actor) =>
  ROLES.flatMap((role) => EVENTS.map((event) => [actor, role, event] as const)),
);

test('T5: there are 48 ways to ask, and 18 are allowed', () => {
  expect(calls).toHaveLength(48);
  expect(ALLOWED.size).toBe(18);
});

test.each(calls)('T5: %s asks as %s of the %s', async (actor, role, event) => {
  const { status, text } = await ask(role, event, actors[actor] ?? {});
  const rooms = [...text.matchAll(/"token":"([^"]+)"/g)].map(([, jwt = '']) => decodeJwt(jwt).video.room);
  if (role === 'camera' && event === 'show') {
    // The same request as for the match: a phone's token never names a show's room.
    expect(rooms).not.toContain('show');
    return;
  }
  if (!ALLOWED.has(`${actor} as ${role} of the ${event}`)) {
    expect([401, 403, 404, 409]).toContain(status);
    expect(rooms).toEqual([]);
    return;
  }
  expect(status).toBe(200);
  const own = { viewer: [event], host: [event], camera: ['match:cameras'] };
  const director = event === 'match' ? ['match:cameras', 'match:rehearsal'] : ['show', 'show'];
  expect(rooms).toEqual(role === 'director' ? director : own[role]);
});

describe('GET /api/livekit/token', () => {
  const get = (query: string, as: CallOptions = {}) =>
    call(services, 'GET', `/api/livekit/token?${query}`, as);

  test('names exactly the room that was asked for, and brings a ticket for chat and count along', async () => {
    const { status, json } = await get('room=SHOW&username=Ann');
    expect([status, json.room]).toEqual([200, 'show']);
    const { video, name } = decodeJwt(json.token);
    expect([video.room, name]).toEqual(['show', 'Ann']);
    expect(video).toMatchObject({
      canPublish: false,
      canPublishSources: [],
      canPublishData: false,
      hidden: true,
    });
    const pass = checkViewerTicket(services.secrets.keysFor('viewer-ticket'), json.ticket);
    expect(pass).toMatchObject({ audience: 'public', eventId: show.id });
    const other = (await get('room=show&username=Ann')).json;
    expect(other.identity).not.toBe(json.identity);
  });

  test.each([
    ['a room with a colon (T12)', 'room=show:cameras', 400],
    ['the rehearsal (T12)', 'room=match:rehearsal&role=host', 400],
    ['a room too long', `room=${'x'.repeat(65)}`, 400],
    ['no room', 'username=Ann', 400],
    ['an unknown room', 'room=nowhere', 404],
    ['an unknown room, as host', 'room=nowhere&role=host', 401],
    ['another role', 'room=show&role=admin', 400],
    ['the role of a camera', 'room=show&role=camera', 400],
    ['an identity of one’s own', 'room=show&identity=host_1', 400],
    ['a grant of one’s own', 'room=show&canPublish=true', 400],
    ['a room twice', 'room=show&room=match', 400],
    ['a role twice', 'room=show&role=viewer&role=host', 400],
  ])('refuses %s', async (_, query, status) => {
    const answer = await get(query);
    expect([answer.status, answer.text.includes('eyJ')]).toEqual([status, false]);
  });

  test('with a cookie next to a wrong bearer it is nobody who asks', async () => {
    const { status } = await get('room=show&role=host', {
      cookies: show.host,
      headers: { Authorization: 'Bearer no' },
    });
    expect(status).toBe(401);
  });

  test('T23: too many from one address are 429 with Retry-After, others are not', async () => {
    const ip = '198.51.100.7';
    let last = await get('room=show', { ip });
    for (let asked = 1; asked <= LIMITS.viewerTokenPerMinute.hits; asked++)
      last = await get('room=show', { ip });
    expect([last.status, last.json.error.code]).toEqual([429, 'rate_limited']);
    expect(Number(last.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(Number(last.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
    expect((await get('room=show', { ip: '198.51.100.8' })).status).toBe(200);
  });

  test('T11, T12: nothing in any answer is derived from a secret, and no token holds one', async () => {
    const viewer = await get('room=show&username=Ann');
    const host = await get('room=show&role=host', { cookies: show.host });
    const secret = show.json.hostUrl.split('#')[1] ?? '';
    for (const { text, json } of [viewer, host]) {
      const claims = JSON.stringify(decodeJwt(json.token));
      for (const hidden of [secret, Object.values(show.host)[0] ?? '', services.env.livekit.apiSecret]) {
        expect(text + claims).not.toContain(hidden);
      }
      expect(Object.keys(decodeJwt(json.token)).sort()).toEqual([
        'exp',
        'iss',
        'name',
        'nbf',
        'sub',
        'video',
      ]);
    }
    expect(host.json.identity).not.toContain(show.id.replaceAll('-', ''));
  });
});
