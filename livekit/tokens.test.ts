import { describe, expect, test } from 'vitest';
import { type Grant, GRANTS } from '../core/grants';
import { roomsOf } from '../core/rooms';
import { decodeJwt } from '../tests/support/api/jwt';
import { joinToken, serverToken } from './tokens';

const settings = {
  url: 'ws://127.0.0.1:7880',
  publicUrl: null,
  apiKey: 'key',
  apiSecret: 'secret of at least 32 characters',
};
const rooms = roomsOf('derby');
const showRooms = roomsOf('talk-show', 'show');
const ADMIN = ['roomAdmin', 'roomCreate', 'roomList', 'roomRecord', 'ingressAdmin', 'recorder', 'agent'];

/** Typed by the roles of core/grants.ts: a missing one is a type error. */
const roles: Record<keyof typeof GRANTS, Record<string, Grant>> = {
  camera: { camera: GRANTS.camera(rooms) },
  operatorReturn: {
    'return before the event': GRANTS.operatorReturn(rooms, false),
    'return while live': GRANTS.operatorReturn(rooms, true),
  },
  directorCameras: { 'director at the cameras': GRANTS.directorCameras(rooms) },
  directorProgram: {
    'director at the rehearsal': GRANTS.directorProgram(rooms, false),
    'director at the program': GRANTS.directorProgram(rooms, true),
  },
  viewer: { viewer: GRANTS.viewer(rooms), 'viewer of a show': GRANTS.viewer(showRooms) },
  host: { 'host of a show': GRANTS.host(showRooms) },
  engineInput: {
    'engine input': GRANTS.engineInput(rooms),
    'engine input from a show': GRANTS.engineInput(showRooms),
  },
  engineProgram: {
    'engine rehearsal': GRANTS.engineProgram(rooms, false),
    'engine program': GRANTS.engineProgram(rooms, true),
  },
};
const every = Object.values(roles).flatMap((grants) => Object.entries(grants));

async function claims(grant: Grant) {
  const answer = await joinToken(settings, grant, 'who_1', 'Name', 'https://192.168.1.5:3443');
  return { answer, payload: decodeJwt(answer.token) };
}

describe.each(every)('the token of %s', (name, grant) => {
  test('says every right, and no right over rooms or the server (T8)', async () => {
    const { payload } = await claims(grant);
    for (const right of ADMIN) expect(payload.video).toHaveProperty(right, false);
    for (const right of ['canPublish', 'canSubscribe', 'canPublishData', 'canUpdateOwnMetadata', 'hidden']) {
      expect(typeof payload.video[right]).toBe('boolean');
    }
    expect(payload.video).toMatchObject({ roomJoin: true, room: grant.grant.room });
    // Data are sent by the server only: of its participants, the engine to directors.
    expect(payload.video).toHaveProperty('canPublishData', name === 'engine input');
  });

  test('holds nothing but the claims it needs (T11), and lives for minutes', async () => {
    const { payload, answer } = await claims(grant);
    expect(Object.keys(payload).sort()).toEqual(['exp', 'iss', 'name', 'nbf', 'sub', 'video']);
    const life = Number(payload.exp) - Number(payload.nbf);
    expect(life).toBeLessThanOrEqual(600);
    expect(Math.abs(Date.parse(answer.expiresAt) / 1000 - Number(payload.exp))).toBeLessThan(2);
  });
});

test('every claim of every role, and not one more (T11)', async () => {
  const all: [string, unknown][] = [];
  for (const [name, grant] of every) all.push([name, (await claims(grant)).payload.video]);
  expect(all).toEqual([
    ['camera', video('derby:cameras', { publishes: ['camera', 'microphone'] })],
    ['return before the event', video('derby:rehearsal', { watches: true })],
    ['return while live', video('derby', { watches: true })],
    ['director at the cameras', video('derby:cameras', { watches: true })],
    ['director at the rehearsal', video('derby:rehearsal', { watches: true })],
    ['director at the program', video('derby', { watches: true })],
    ['viewer', video('derby', { watches: true })],
    ['viewer of a show', video('talk-show', { watches: true })],
    ['host of a show', video('talk-show', { publishes: ['camera', 'microphone', 'screen_share'] })],
    ['engine input', video('derby:cameras', { watches: true, sends: true })],
    ['engine input from a show', video('talk-show', { watches: true })],
    ['engine rehearsal', video('derby:rehearsal', { publishes: ['camera', 'microphone'] })],
    ['engine program', video('derby', { publishes: ['camera', 'microphone'] })],
  ]);
});

/** A publisher is visible and subscribes to nothing; a subscriber is hidden. No role does both. */
function video(
  room: string,
  {
    publishes = [],
    watches = false,
    sends = false,
  }: { publishes?: string[]; watches?: boolean; sends?: boolean },
) {
  return {
    room,
    roomJoin: true,
    canPublish: publishes.length > 0,
    canPublishSources: publishes,
    canSubscribe: watches,
    canPublishData: sends,
    canUpdateOwnMetadata: false,
    hidden: watches,
    roomAdmin: false,
    roomCreate: false,
    roomList: false,
    roomRecord: false,
    ingressAdmin: false,
    recorder: false,
    agent: false,
  };
}

test('a viewer’s publish rights are all false (T3)', async () => {
  const { payload } = await claims(GRANTS.viewer(rooms));
  expect(payload.video).toMatchObject({
    canPublish: false,
    canPublishData: false,
    canUpdateOwnMetadata: false,
  });
});

test.each(['roomAdmin', 'roomCreate'] as const)(
  'a server token has %s on one room, for a minute, and nothing else',
  async (right) => {
    const payload = decodeJwt(await serverToken(settings, { right, room: 'derby:cameras' }));
    expect(payload.video).toEqual({ [right]: true, room: 'derby:cameras' });
    expect(Number(payload.exp) - Number(payload.nbf)).toBe(60);
    expect(payload.sub).toBeUndefined();
  },
);

test('a phone on the LAN reaches LiveKit by the origin of its page, an outside LiveKit by its own address', async () => {
  const near = await joinToken(settings, GRANTS.camera(rooms), 'a', 'b', 'https://192.168.1.5:3443');
  expect(near.url).toBe('wss://192.168.1.5:3443');
  const far = { ...settings, publicUrl: 'wss://livekit.example.org' };
  expect((await joinToken(far, GRANTS.camera(rooms), 'a', 'b', 'https://192.168.1.5:3443')).url).toBe(
    'wss://livekit.example.org',
  );
});
