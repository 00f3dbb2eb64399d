import { dispose, Room, RoomEvent } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLivekit } from '../../livekit/client';
import { reconcile } from '../../app/domain/rooms/reconcile';
import { roomsOf } from '../../core/rooms';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { startLiveKit, type TestLiveKit } from '../support/cameras/test-livekit';
import { createTestServices, type TestServices } from '../support/web/test-services';

let server: TestLiveKit;
let services: TestServices;
let token: string;

beforeAll(async () => {
  server = await startLiveKit();
  const settings = {
    url: server.url,
    publicUrl: server.url,
    apiKey: server.apiKey,
    apiSecret: server.apiSecret,
  };
  services = await createTestServices({ env: { livekit: settings }, livekit: createLivekit(settings) });
  token = await makeToken(services);
});
afterAll(async () => {
  await services.close();
  await server.close();
  await dispose();
});

/** Joins as a phone does and stays until it is put out. */
async function join(jwt: string): Promise<{ room: Room; closed: Promise<void> }> {
  const room = new Room();
  const closed = new Promise<void>((done) => room.once(RoomEvent.Disconnected, () => done()));
  await room.connect(server.url, jwt, { autoSubscribe: false, dynacast: false });
  return { room, closed };
}

const within = <T>(ms: number, work: Promise<T>) =>
  Promise.race([work, new Promise<never>((_, late) => setTimeout(() => late(new Error('too late')), ms))]);

test('T6: a removed camera is out of the room, and with its saved token it is out again', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event);
  const saved = (await call(services, 'POST', '/api/cameras/token', { cookies: camera.cookies })).json;
  const room = roomsOf(event.slug).cameras;
  const phone = await join(saved.token);
  await expect
    .poll(async () => (await services.livekit.listParticipants(room)).map((one) => one.identity))
    .toEqual([saved.identity]);

  await call(services, 'POST', `/api/v1/events/${event.slug}/cameras/${camera.id}`, {
    token,
    body: { state: 'removed' },
  });
  await within(2_000, phone.closed);

  const again = await join(saved.token);
  await reconcile(services);
  await within(2_000, again.closed);
  expect(await services.livekit.listParticipants(room)).toEqual([]);
});

test('F30: what no webhook reported is found by asking', async () => {
  const event = await makeEvent(services, token);
  const camera = await makeCamera(services, token, event);
  const given = (await call(services, 'POST', '/api/cameras/token', { cookies: camera.cookies })).json;
  const connection = async () => {
    const [row] = await asAdmin(
      services,
      (sql) => sql<{ connection: string }[]>`select connection from cameras where id = ${camera.id}`,
    );
    return row?.connection;
  };
  const phone = await join(given.token);
  await reconcile(services);
  expect(await connection()).toBe('connecting');
  await reconcile(services);
  await services.livekit.removeParticipant(given.room, given.identity);
  await phone.closed;
  await reconcile(services);
  expect(await connection()).toBe('lost');
  const { json } = await call(services, 'GET', `/api/v1/events/${event.slug}/log`, { token });
  expect(json.rows.slice(0, 2).map(({ text }) => text)).toEqual([
    'Camera 1 (Main stand) disconnected.',
    'Camera 1 (Main stand) connected.',
  ]);
});

test('T4: a viewer is hidden, and a room that the server did not make cannot be joined', async () => {
  const event = await makeEvent(services, token);
  const viewer = await call(services, 'GET', `/api/livekit/token?room=${event.slug}&username=Ann`);
  const joined = await join(viewer.json.token);
  expect((await services.livekit.listParticipants(event.slug)).map(({ hidden }) => hidden)).toEqual([true]);
  await joined.room.disconnect();
  const { joinToken } = await import('../../livekit/tokens');
  const { GRANTS } = await import('../../core/grants');
  const settings = services.env.livekit;
  const unmade = await joinToken(settings, GRANTS.viewer(roomsOf('never-made')), 'viewer_x', 'x', 'http://x');
  await expect(join(unmade.token)).rejects.toThrow();
});

test('what is not there is no error; a LiveKit that is away is reported within two seconds', async () => {
  const livekit = createLivekit({
    url: server.url,
    publicUrl: null,
    apiKey: server.apiKey,
    apiSecret: server.apiSecret,
  });
  await livekit.removeParticipant('no-room', 'nobody');
  await livekit.closeRoom('no-room');
  expect(await livekit.listParticipants('no-room')).toEqual([]);
  await livekit.ping();
  const away = createLivekit({
    url: 'ws://127.0.0.1:9',
    publicUrl: null,
    apiKey: 'k',
    apiSecret: 's'.repeat(32),
  });
  await expect(within(2_500, away.ensureRoom('x'))).rejects.toMatchObject({
    status: 503,
    code: 'unavailable',
  });
});
