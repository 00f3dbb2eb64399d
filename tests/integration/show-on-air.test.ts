import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reconcileShow } from '../../app/domain/shows/show-on-air';
import { joinToken, type Livekit, type RoomParticipant } from '../../livekit/tokens';
import { asAdmin, call, makeShow, makeToken } from '../support/api/call';
import { createTestServices, LIVEKIT_SETTINGS, type TestServices } from '../support/web/test-services';
import { deliver, sign } from '../support/api/livekit-webhooks';
import { lasts } from '../support/time/pace';
import { until } from '../support/time/until';

/**
 * Who is in which room, as LiveKit would answer it. That the real one answers so is proved in
 * show-livekit.test.ts.
 */
const rooms = new Map<string, RoomParticipant[]>();
const removed: string[] = [];
const livekit: Livekit = {
  token: (grant, identity, name, origin) => joinToken(LIVEKIT_SETTINGS, grant, identity, name, origin),
  ensureRoom: () => Promise.resolve(),
  closeRoom: () => Promise.resolve(),
  removeParticipant: (room, identity) => {
    removed.push(`${room} ${identity}`);
    rooms.set(
      room,
      (rooms.get(room) ?? []).filter((one) => one.identity !== identity),
    );
    return Promise.resolve();
  },
  listParticipants: (room) => Promise.resolve([...(rooms.get(room) ?? [])]),
  setTrackMuted: () => Promise.resolve(),
  sendData: () => Promise.resolve(),
  setRoomMetadata: () => Promise.resolve(),
  ping: () => Promise.resolve(),
};

let services: TestServices;
let token: string;

beforeAll(async () => {
  services = await createTestServices({ livekit });
  token = await makeToken(services);
});
afterAll(() => services.close());

let shows = 0;
async function onStage() {
  const show = await makeShow(services, token, `show-${++shows}`);
  const { json } = await call(services, 'GET', `/api/livekit/token?room=${show.slug}&role=host`, {
    cookies: show.host,
  });
  return { ...show, identity: json.identity };
}

const present = (identity: string, over: Partial<RoomParticipant> = {}): RoomParticipant => ({
  identity,
  sid: 'PA_1',
  joinedAtMs: 1,
  hidden: false,
  publishing: true,
  ...over,
});
const statusOf = async (slug: string) =>
  (await call(services, 'GET', `/api/v1/events/${slug}`, { token })).json.status;
const logOf = async (slug: string) =>
  (await call(services, 'GET', `/api/v1/events/${slug}/log`, { token })).json.rows
    .filter(({ kind }) => kind === 'host')
    .map(({ text }) => text)
    .reverse();
const streamsOf = (id: string) =>
  asAdmin(
    services,
    (sql) => sql<{ ended: boolean }[]>`
      select ended_at is not null as ended from streams where event_id = ${id} order by started_at`,
  ).then((rows) => rows.map(({ ended }) => ended));
/** As if the host had been away that long. */
const passAway = (id: string, seconds: number) =>
  asAdmin(
    services,
    (sql) =>
      sql`update cameras set connection_since = now() - make_interval(secs => ${seconds}) where event_id = ${id}`,
  );

async function tell(event: string, room: string, identity: string): Promise<number> {
  const raw = JSON.stringify({
    event,
    id: `EV_${randomBytes(6).toString('hex')}`,
    createdAt: String(Math.floor(Date.now() / 1000)),
    room: { name: room },
    participant: { identity, sid: 'PA_1' },
    track: { sid: 'TR_1' },
  });
  return (await deliver(services, raw, await sign(raw))).status;
}

test('a show is live while its host publishes, and each time is a run of its own', async () => {
  const show = await onStage();
  rooms.set(show.slug, [present(show.identity, { publishing: false })]);
  await tell('participant_joined', show.slug, show.identity);
  expect(await statusOf(show.slug)).toBe('ready');
  rooms.set(show.slug, [present(show.identity)]);
  await tell('track_published', show.slug, show.identity);
  expect(await statusOf(show.slug)).toBe('live');
  const off = await call(services, 'POST', `/api/v1/events/${show.slug}/off-air`, { cookies: show.host });
  expect([off.status, await statusOf(show.slug)]).toEqual([204, 'ready']);
  rooms.set(show.slug, [present(show.identity, { sid: 'PA_2' })]);
  await tell('track_published', show.slug, show.identity);
  expect(await statusOf(show.slug)).toBe('live');
  expect(await streamsOf(show.id)).toEqual([true, false]);
  expect(await logOf(show.slug)).toEqual([
    'Amina went on the air.',
    'Amina is off the air.',
    'Amina went on the air.',
  ]);
});

test('F29: whatever the order and number of the messages, the end is what LiveKit says it is', async () => {
  const messages = [
    'participant_joined',
    'track_published',
    'track_published',
    'track_unpublished',
    'participant_left',
  ];
  for (let round = 0; round < 8; round++) {
    const show = await onStage();
    const there = round % 2 === 0;
    rooms.set(show.slug, there ? [present(show.identity)] : []);
    const order = [...messages, ...messages].sort(() => Math.random() - 0.5);
    const statuses = await Promise.all(order.map((message) => tell(message, show.slug, show.identity)));
    expect(new Set(statuses)).toEqual(new Set([204]));
    expect(await statusOf(show.slug)).toBe(there ? 'live' : 'ready');
    expect((await streamsOf(show.id)).length).toBe(there ? 1 : 0);
  }
});

test('an answer that was on its way when another one overtook it does not win', async () => {
  const show = await onStage();
  rooms.set(show.slug, [present(show.identity)]);
  let overtaking: Promise<void> | undefined;
  const slow: Livekit = {
    ...livekit,
    async listParticipants(room) {
      const then = await livekit.listParticipants(room);
      rooms.set(room, []);
      overtaking = reconcileShow(services, room);
      await lasts('the slow answer', 200);
      return then;
    },
  };
  await reconcileShow({ ...services, livekit: slow }, show.slug);
  await overtaking;
  expect(await logOf(show.slug)).toEqual([]);
  const [camera] = (await call(services, 'GET', `/api/v1/events/${show.slug}`, { token })).json.cameras;
  expect(camera?.connection).toBe('lost');
});

test('a LiveKit that does not answer holds no connection to the database, however many shows ask', async () => {
  const show = await onStage();
  let answer: (list: RoomParticipant[]) => void = () => undefined;
  const late = new Promise<RoomParticipant[]>((resolve) => (answer = resolve));
  let asked = 0;
  const silent: Livekit = { ...livekit, listParticipants: () => (asked++, late) };
  // The pool has six connections.
  const asking = Array.from({ length: 12 }, () => reconcileShow({ ...services, livekit: silent }, show.slug));
  await until('all of them have asked', () => asked === asking.length);
  expect(await statusOf(show.slug)).toBe('ready');
  answer([present(show.identity)]);
  await Promise.all(asking);
  expect(await statusOf(show.slug)).toBe('live');
});

test('a host whose network fails keeps the show on the air for a minute', async () => {
  const show = await onStage();
  rooms.set(show.slug, [present(show.identity)]);
  await reconcileShow(services, show.slug);
  rooms.set(show.slug, []);
  await tell('participant_left', show.slug, show.identity);
  await passAway(show.id, 55);
  await reconcileShow(services, show.slug);
  expect(await statusOf(show.slug)).toBe('live');
  rooms.set(show.slug, [present(show.identity, { sid: 'PA_2' })]);
  await reconcileShow(services, show.slug);
  rooms.set(show.slug, []);
  await reconcileShow(services, show.slug);
  await passAway(show.id, 61);
  await reconcileShow(services, show.slug);
  expect(await statusOf(show.slug)).toBe('ready');
  expect(await streamsOf(show.id)).toEqual([true]);
  expect(await logOf(show.slug)).toEqual([
    'Amina went on the air.',
    expect.stringContaining('sends nothing'),
    'Amina is back on the air.',
    expect.stringContaining('sends nothing'),
    'Amina is off the air.',
  ]);
});

test('a goodbye counts also while LiveKit still lists the session that said it', async () => {
  const show = await onStage();
  const ghost = present(show.identity);
  rooms.set(show.slug, [ghost]);
  await reconcileShow(services, show.slug);
  await call(services, 'POST', `/api/v1/events/${show.slug}/off-air`, { cookies: show.host });
  expect(removed).toContain(`${show.slug} ${show.identity}`);
  rooms.set(show.slug, [ghost]);
  await tell('track_unpublished', show.slug, show.identity);
  expect(await statusOf(show.slug)).toBe('ready');
});

test('T6: who was let in by a link that is revoked, and anyone else who is to be seen in the room, is taken out', async () => {
  const show = await onStage();
  rooms.set(show.slug, [present(show.identity), present('viewer_1', { hidden: true, publishing: false })]);
  await reconcileShow(services, show.slug);
  const links = await call(services, 'GET', `/api/v1/events/${show.slug}/crew-links`, { token });
  const [link] = JSON.parse(links.text) as { id: string }[];
  await call(services, 'DELETE', `/api/v1/events/${show.slug}/crew-links/${link?.id}`, { token });
  expect(rooms.get(show.slug)?.map(({ identity }) => identity)).toEqual(['viewer_1']);
  // Again whenever that identity appears.
  rooms.set(show.slug, [present(show.identity)]);
  await tell('participant_joined', show.slug, show.identity);
  expect(rooms.get(show.slug)).toEqual([]);
});

test('ended by its owner, a show puts its host out and does not go live by publishing on', async () => {
  const show = await onStage();
  rooms.set(show.slug, [present(show.identity)]);
  await reconcileShow(services, show.slug);
  const stopped = await call(services, 'POST', `/api/v1/events/${show.slug}/stop`, { token });
  expect([stopped.status, stopped.json.status]).toEqual([200, 'ended']);
  expect(rooms.get(show.slug)).toEqual([]);
  rooms.set(show.slug, [present(show.identity, { sid: 'PA_2' })]);
  await tell('track_published', show.slug, show.identity);
  expect([await statusOf(show.slug), rooms.get(show.slug)]).toEqual(['ended', []]);
});

test('nobody but the host and the team takes a show off the air', async () => {
  const show = await onStage();
  const other = await onStage();
  rooms.set(show.slug, [present(show.identity)]);
  await reconcileShow(services, show.slug);
  const path = `/api/v1/events/${show.slug}/off-air`;
  const by = async (options: Parameters<typeof call>[3]) =>
    (await call(services, 'POST', path, options)).status;
  expect(await by({})).toBe(401);
  expect(await by({ cookies: other.host })).toBe(401);
  expect(await statusOf(show.slug)).toBe('live');
  expect(await by({ token })).toBe(204);
  expect(await by({ token })).toBe(204);
  expect(await statusOf(show.slug)).toBe('ready');
});
