import { createHash, createHmac, randomBytes } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GRANTS } from '../../core/grants';
import { roomsOf } from '../../core/rooms';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api';
import { createTestServices, LIVEKIT_SETTINGS, type TestServices } from '../support/services';

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

const sha256 = (body: string) => createHash('sha256').update(body).digest('base64');

async function sign(body: string, over: { secret?: string; ttl?: number; sha256?: string } = {}) {
  const { apiKey, apiSecret } = LIVEKIT_SETTINGS;
  const jwt = new AccessToken(apiKey, over.secret ?? apiSecret, { ttl: over.ttl ?? 300 });
  jwt.sha256 = over.sha256 ?? sha256(body);
  return jwt.toJwt();
}

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

const post = (
  raw: string,
  authorization: string | undefined,
  node = services as Parameters<typeof call>[0],
) =>
  call(node, 'POST', '/api/webhooks/livekit', {
    raw,
    headers: {
      'Content-Type': 'application/webhook+json',
      ...(authorization === undefined ? {} : { Authorization: authorization }),
    },
  });

async function tell(told: Told, node?: Parameters<typeof call>[0]) {
  const body = bodyOf(told);
  return post(body, await sign(body), node);
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
    const { status } = await post(body, authorization);
    expect([what, status]).toEqual([what, 401]);
  }
  expect(await cameraRow(camera.id)).toMatchObject([{ connection: 'connecting', sid: '' }]);
  expect((await post(body, await sign(body))).status).toBe(204);
  expect(await cameraRow(camera.id)).toMatchObject([{ connection: 'connecting', sid: 'PA_1', left: false }]);
});

test('T9: too large is refused before it is read, and too old has no effect', async () => {
  const camera = await makeCamera(services, token, event);
  const identity = await identityOf(camera.id);
  const large = JSON.stringify({ event: 'x', pad: 'y'.repeat(70_000) });
  expect((await post(large, await sign(large))).status).toBe(413);
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
  services.asked.length = 0;
  for (const identity of unwelcome)
    await tell({ kind: 'participant_joined', identity, sid: `PA_${identity}`, joinedAt: 5000 });
  expect(services.asked).toEqual(unwelcome.map((identity) => `remove ${event.slug}:cameras ${identity}`));
  expect(await logOf()).toEqual([]);
});

test('other rooms and other participants are nobody’s business here', async () => {
  services.asked.length = 0;
  await tell({ kind: 'participant_joined', identity: 'director_1', sid: 'PA_d', joinedAt: 1 });
  const body = JSON.stringify({
    event: 'room_finished',
    id: 'EV_other',
    createdAt: String(Math.floor(Date.now() / 1000)),
    room: { name: event.slug },
  });
  expect((await post(body, await sign(body))).status).toBe(204);
  expect(services.asked).toEqual([]);
});

describe('rooms and egresses in the log', () => {
  type Note = { event: string; id?: string } & Record<string, unknown>;
  const note = async (told: Note, node?: Parameters<typeof call>[0]) => {
    const body = JSON.stringify({
      id: `EV_${randomBytes(6).toString('hex')}`,
      createdAt: String(Math.floor(Date.now() / 1000)),
      ...told,
    });
    expect((await post(body, await sign(body), node)).status).toBe(204);
  };
  const lines = (slugged: { id: string } = event) =>
    asAdmin(
      services,
      (sql) =>
        sql<{ kind: string; severity: string; text: string }[]>`
          select kind, severity, text from event_log
          where event_id = ${slugged.id} and (kind like 'room_%' or kind like 'egress_%') order by id`,
    ).then((rows) => rows.map(({ kind, severity, text }) => `${kind} ${severity}: ${text}`));

  test('a room that opens and closes is told once, however often LiveKit says so (F28)', async () => {
    const sid = `RM_${randomBytes(4).toString('hex')}`;
    const room = { name: `${event.slug}:cameras`, sid };
    const other = services.another();
    await Promise.all([
      note({ event: 'room_started', id: `EV_${sid}`, room }),
      note({ event: 'room_started', id: `EV_${sid}`, room }, other),
      note({ event: 'room_started', room }),
    ]);
    await Promise.all([
      note({ event: 'room_finished', room }),
      note({ event: 'room_finished', room }, other),
    ]);
    expect(await lines()).toEqual([
      'room_started info: The room for cameras opened.',
      'room_ended info: The room for cameras closed.',
    ]);
  });

  test('F29: in whatever order an egress is told of, the log says the same', async () => {
    const told = [
      { event: 'egress_started', status: 'EGRESS_STARTING' },
      { event: 'egress_updated', status: 'EGRESS_ACTIVE' },
      { event: 'egress_updated', status: 'EGRESS_FAILED' },
      { event: 'egress_ended', status: 'EGRESS_FAILED' },
    ];
    const orders = permutations(told);
    expect(orders).toHaveLength(24);
    for (const [i, order] of orders.entries()) {
      const egressId = `EG_${event.id.slice(0, 8)}_${i}`;
      for (const { event: name, status } of [...order, ...order.slice(0, 2)]) {
        const secret = 'rtmp://live.example.org/app/CANARY';
        await note({
          event: name,
          egressInfo: { egressId, roomName: event.slug, status, error: `cannot reach ${secret}` },
        });
      }
    }
    const found = await lines();
    expect(found).toHaveLength(48);
    for (let i = 0; i < found.length; i += 2)
      expect(found.slice(i, i + 2)).toEqual([
        'egress_started info: An egress of LiveKit began.',
        'egress_ended warning: An egress of LiveKit failed.',
      ]);
    const all = await asAdmin(services, async (sql) => JSON.stringify(await sql`select * from event_log`));
    expect(all).not.toContain('CANARY');
  });

  test('rooms that are none of ours leave no trace', async () => {
    await note({ event: 'room_started', room: { name: 'somebody-elses', sid: 'RM_x' } });
    await note({ event: 'room_started', room: { name: `${event.slug}:unknown`, sid: 'RM_y' } });
    expect(await lines()).toEqual([]);
  });

  function permutations<T>(of: T[]): T[][] {
    if (of.length <= 1) return [of];
    return of.flatMap((one, i) =>
      permutations([...of.slice(0, i), ...of.slice(i + 1)]).map((rest) => [one, ...rest]),
    );
  }
});
