import { describe, expect, test } from 'vitest';
import { GRANTS } from '../../core/grants';
import { roomsOf } from '../../core/rooms';
import { decodeJwt } from '../../tests/support/jwt';
import { joinToken, serverToken } from './tokens';

const settings = {
  url: 'ws://127.0.0.1:7880',
  publicUrl: null,
  apiKey: 'key',
  apiSecret: 'secret of at least 32 characters',
};
const rooms = roomsOf('derby');
const ADMIN = ['roomAdmin', 'roomCreate', 'roomList', 'roomRecord', 'ingressAdmin', 'recorder', 'agent'];

const every = {
  camera: GRANTS.camera(rooms),
  'return before the event': GRANTS.operatorReturn(rooms, false),
  'return while live': GRANTS.operatorReturn(rooms, true),
  'director at the cameras': GRANTS.directorCameras(rooms),
  'director at the rehearsal': GRANTS.directorProgram(rooms, false),
  'director at the program': GRANTS.directorProgram(rooms, true),
  viewer: GRANTS.viewer(rooms),
  'engine input': GRANTS.engineInput(rooms),
  'engine program': GRANTS.engineProgram(rooms, true),
};

async function claims(grant: (typeof every)['camera']) {
  const answer = await joinToken(settings, grant, 'who_1', 'Name', 'https://192.168.1.5:3443');
  return { answer, payload: decodeJwt(answer.token) };
}

describe.each(Object.entries(every))('the token of %s', (_, grant) => {
  test('says every right, and no right over rooms or the server (T8)', async () => {
    const { payload } = await claims(grant);
    for (const right of ADMIN) expect(payload.video).toHaveProperty(right, false);
    for (const right of ['canPublish', 'canSubscribe', 'canPublishData', 'canUpdateOwnMetadata', 'hidden']) {
      expect(typeof payload.video[right]).toBe('boolean');
    }
    expect(payload.video).toMatchObject({ roomJoin: true, canPublishData: false, room: grant.grant.room });
  });

  test('holds nothing but the claims it needs (T11), and lives for minutes', async () => {
    const { payload, answer } = await claims(grant);
    expect(Object.keys(payload).sort()).toEqual(['exp', 'iss', 'name', 'nbf', 'sub', 'video']);
    const life = Number(payload.exp) - Number(payload.nbf);
    expect(life).toBeLessThanOrEqual(600);
    expect(Math.abs(Date.parse(answer.expiresAt) / 1000 - Number(payload.exp))).toBeLessThan(2);
  });
});

test('who publishes what, and who is seen by others', async () => {
  const table = [];
  for (const [name, grant] of Object.entries(every)) {
    const { video } = (await claims(grant)).payload;
    table.push([name, video.room, video.canPublishSources, video.canSubscribe, video.hidden]);
  }
  expect(table).toEqual([
    ['camera', 'derby:cameras', ['camera', 'microphone'], false, false],
    ['return before the event', 'derby:rehearsal', [], true, true],
    ['return while live', 'derby', [], true, true],
    ['director at the cameras', 'derby:cameras', [], true, true],
    ['director at the rehearsal', 'derby:rehearsal', [], true, true],
    ['director at the program', 'derby', [], true, true],
    ['viewer', 'derby', [], true, true],
    ['engine input', 'derby:cameras', [], true, true],
    ['engine program', 'derby', ['camera', 'microphone'], false, false],
  ]);
});

test('a viewer’s publish rights are all false (T3)', async () => {
  const { video } = (await claims(every.viewer)).payload;
  expect(video).toMatchObject({ canPublish: false, canPublishData: false, canUpdateOwnMetadata: false });
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
  const near = await joinToken(settings, every.camera, 'a', 'b', 'https://192.168.1.5:3443');
  expect(near.url).toBe('wss://192.168.1.5:3443');
  const far = { ...settings, publicUrl: 'wss://livekit.example.org' };
  expect((await joinToken(far, every.camera, 'a', 'b', 'https://192.168.1.5:3443')).url).toBe(
    'wss://livekit.example.org',
  );
});
