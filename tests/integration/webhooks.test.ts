import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Services } from '../../app/services';
import { GRANTS } from '../../core/grants';
import { roomsOf } from '../../core/rooms';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { createTestServices, LIVEKIT_SETTINGS, type TestServices } from '../support/web/test-services';
import { deliver, sha256, sign } from '../support/api/livekit-webhooks';

let services: TestServices;
let token: string;
let event: Awaited<ReturnType<typeof makeEvent>>;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
});
beforeEach(async () => {
  event = await makeEvent(services, token);
});
afterAll(() => services.close());

interface Told {
  id?: string;
  kind: 'participant_joined' | 'participant_left';
  identity: string;
  sid: string;
  joinedAt: number;
  createdAt?: number;
}

function bodyOf(told: Told): string {
  return JSON.stringify({
    event: told.kind,
    id: told.id ?? `EV_${randomBytes(6).toString('hex')}`,
    createdAt: String(told.createdAt ?? Math.floor(Date.now() / 1000)),
    room: { name: `${event.slug}:cameras` },
    participant: { identity: told.identity, sid: told.sid, joinedAt: String(told.joinedAt) },
  });
}

async function tell(told: Told, node: Services = services) {
  const body = bodyOf(told);
  return deliver(node, body, await sign(body));
}

async function identityOf(cameraId: string): Promise<string> {
  const [row] = await asAdmin(
    services,
    (sql) => sql<{ identity: string }[]>`select identity from cameras where id = ${cameraId}`,
  );
  return row?.identity ?? '';
}

const cameraRow = (id: string) =>
  asAdmin(
    services,
    (sql) =>
      sql`select connection, participant_sid as sid, participant_left as left from cameras where id = ${id}`,
  );
const logOf = () =>
  asAdmin(
    services,
    (sql) =>
      sql<
        { text: string }[]
      >`select text from event_log where event_id = ${event.id} and kind like 'camera_%connected' or event_id = ${event.id} and kind = 'camera_left' order by id`,
  ).then((rows) => rows.map(({ text }) => text));

test('T9: what is not signed by LiveKit has no effect', async () => {
  const camera = await makeCamera(services, token, event);
  const identity = await identityOf(camera.id);
  const body = bodyOf({ kind: 'participant_joined', identity, sid: 'PA_1', joinedAt: 1000 });
  const unsignedHeader = Buffer.from('{"alg":"none"}').toString('base64url');
  const claims = Buffer.from(
    JSON.stringify({
      iss: LIVEKIT_SETTINGS.apiKey,
      exp: Math.floor(Date.now() / 1000) + 300,
      sha256: sha256(body),
    }),
  ).toString('base64url');
  const endless = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(
    JSON.stringify({ iss: LIVEKIT_SETTINGS.apiKey, sha256: sha256(body) }),
  ).toString('base64url')}`;
  const viewer = await services.livekit.token(
    GRANTS.viewer(roomsOf(event.slug)),
    'viewer_1',
    'x',
    'http://localhost',
  );
  const forged: [string, string | undefined][] = [
    ['unsigned', undefined],
    ['another key', await sign(body, { secret: 'another secret of many characters' })],
    ['another body', await sign(`${body} `)],
    ['no algorithm', `${unsignedHeader}.${claims}.`],
    ['over', await sign(body, { ttl: -120 })],
    ['a viewer’s token', viewer.token],
    [
      'no end',
      `${endless}.${createHmac('sha256', LIVEKIT_SETTINGS.apiSecret).update(endless).digest('base64url')}`,
    ],
    ['with Bearer in front', `Bearer ${await sign(body)}x`],
  ];
  for (const [what, authorization] of forged) {
    const { status } = await deliver(services, body, authorization);
    expect([what, status]).toEqual([what, 401]);
  }
  expect(await cameraRow(camera.id)).toMatchObject([{ connection: 'connecting', sid: '' }]);
  expect((await deliver(services, body, await sign(body))).status).toBe(204);
  expect(await cameraRow(camera.id)).toMatchObject([{ connection: 'connecting', sid: 'PA_1', left: false }]);
});

test('T9: too large is refused before it is read, and too old has no effect', async () => {
  const camera = await makeCamera(services, token, event);
  const identity = await identityOf(camera.id);
  const large = JSON.stringify({ event: 'x', pad: 'y'.repeat(70_000) });
  expect((await deliver(services, large, await sign(large))).status).toBe(413);
  const old = {
    kind: 'participant_joined',
    identity,
    sid: 'PA_1',
    joinedAt: 1000,
    createdAt: Math.floor(Date.now() / 1000) - 700,
  } as const;
  expect((await tell(old)).status).toBe(204);
  expect(await cameraRow(camera.id)).toMatchObject([{ sid: '' }]);
});

test('F28: the same webhook three times to two web processes at once has one effect', async () => {
  const camera = await makeCamera(services, token, event);
  const identity = await identityOf(camera.id);
  const other = services.another();
  const told = { id: 'EV_same', kind: 'participant_joined', identity, sid: 'PA_1', joinedAt: 1000 } as const;
  const answers = await Promise.all([tell(told), tell(told, other), tell(told)]);
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
  expect(await logOf()).toEqual(['Camera 1 (Main stand) connected.']);
});

test('F29: whatever comes first, the newest session decides', async () => {
  const orders: Told['kind'][][] = [
    ['participant_joined', 'participant_left'],
    ['participant_left', 'participant_joined'],
  ];
  for (const order of orders) {
    const camera = await makeCamera(services, token, event);
    const identity = await identityOf(camera.id);
    await tell({ kind: 'participant_joined', identity, sid: 'PA_new', joinedAt: 2000 });
    for (const kind of order) await tell({ kind, identity, sid: 'PA_old', joinedAt: 1000 });
    expect(await cameraRow(camera.id)).toMatchObject([
      { connection: 'connecting', sid: 'PA_new', left: false },
    ]);
    await tell({ kind: 'participant_left', identity, sid: 'PA_new', joinedAt: 2000 });
    await tell({ kind: 'participant_joined', identity, sid: 'PA_new', joinedAt: 2000 });
    expect(await cameraRow(camera.id)).toMatchObject([{ connection: 'lost', left: true }]);
  }
});

test('T6: who is not admitted, removed or unknown is taken out of the room as soon as LiveKit tells of it', async () => {
  const waiting = await makeCamera(services, token, event, { wait: true });
  const removed = await makeCamera(services, token, event);
  await call(services, 'POST', `/api/v1/events/${event.slug}/cameras/${removed.id}`, {
    token,
    body: { state: 'removed' },
  });
  const unwelcome = [await identityOf(waiting.id), await identityOf(removed.id), `cam_${'0'.repeat(32)}`];
  services.livekitCalls.length = 0;
  for (const identity of unwelcome)
    await tell({ kind: 'participant_joined', identity, sid: `PA_${identity}`, joinedAt: 5000 });
  expect(services.livekitCalls).toEqual(
    unwelcome.map((identity) => `remove ${event.slug}:cameras ${identity}`),
  );
  expect(await logOf()).toEqual([]);
});

test('other rooms and other participants are nobody’s business here', async () => {
  services.livekitCalls.length = 0;
  await tell({ kind: 'participant_joined', identity: 'director_1', sid: 'PA_d', joinedAt: 1 });
  const body = JSON.stringify({
    event: 'room_finished',
    id: 'EV_other',
    createdAt: String(Math.floor(Date.now() / 1000)),
    room: { name: event.slug },
  });
  expect((await deliver(services, body, await sign(body))).status).toBe(204);
  expect(services.livekitCalls).toEqual([]);
});
