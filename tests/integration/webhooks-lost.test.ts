import { dispose, Room } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReconciler } from '../../app/domain/rooms/reconcile';
import { createLivekit } from '../../livekit/client';
import { asAdmin, call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { apiUrl } from '../support/api/api-server';
import { type FaultProxy, startFaultProxy } from '../support/network/fault-proxy';
import { startLiveKit, type TestLiveKit } from '../support/cameras/test-livekit';
import { createTestServices, type TestServices } from '../support/web/test-services';
import { until } from '../support/time/until';

/** Safety F30. */
const CONVERGES_WITHIN_MS = 15_000;

let livekit: TestLiveKit;
let services: TestServices;
/** Between LiveKit and the web process' endpoint. */
let network: FaultProxy;

beforeAll(async () => {
  const web = { port: 0 };
  network = await startFaultProxy(web);
  livekit = await startLiveKit({ webhookUrl: `http://127.0.0.1:${network.port}/api/webhooks/livekit` });
  const { url, apiKey, apiSecret } = livekit;
  const settings = { url, publicUrl: url, apiKey, apiSecret };
  services = await createTestServices({ env: { livekit: settings }, livekit: createLivekit(settings) });
  web.port = Number(new URL(await apiUrl(services)).port);
});
afterAll(async () => {
  await network.close();
  await services.close();
  await livekit.close();
  await dispose();
});

test('F30: while no webhook gets through, cameras that come and go are known within 15 s; afterwards nothing is logged twice', async () => {
  const token = await makeToken(services);
  const event = await makeEvent(services, token);
  const cameras: Awaited<ReturnType<typeof makeCamera>>[] = [];
  for (const label of ['A', 'B', 'C']) cameras.push(await makeCamera(services, token, event, { label }));
  const [a, b, c] = cameras;
  if (!a || !b || !c) throw new Error('three cameras were to be made');
  const join = async ({ cookies }: { cookies: Record<string, string> }): Promise<Room> => {
    const { json } = await call(services, 'POST', '/api/cameras/token', { cookies });
    const room = new Room();
    await room.connect(livekit.url, json.token, { autoSubscribe: false, dynacast: false });
    return room;
  };
  /** Which of the three the product believes to be there. */
  const there = async (): Promise<string> => {
    const rows = await asAdmin(
      services,
      (sql) => sql<{ id: string }[]>`
        select id from cameras where event_id = ${event.id} and participant_sid <> '' and not participant_left`,
    );
    return cameras.map(({ id }, i) => (rows.some((row) => row.id === id) ? 'ABC'[i] : '')).join('');
  };
  const lines = async (): Promise<string[]> =>
    (
      await asAdmin(
        services,
        (sql) => sql<{ text: string }[]>`
          select text from event_log where event_id = ${event.id} and kind in ('camera_connected', 'camera_left') order by id`,
      )
    ).map(({ text }) => text);

  // Webhooks work as long as they get through: nobody else looks yet.
  const first = await join(a);
  await until('the webhook to be taken in', async () => (await there()) === 'A', { timeoutMs: 5_000 });

  await network.refuse();
  const before = network.connections();
  const reconciler = startReconciler(services);
  try {
    const known = (whom: string) =>
      until(`${whom} to be there`, async () => (await there()) === whom, { timeoutMs: CONVERGES_WITHIN_MS });
    const second = await join(b);
    await known('AB');
    await first.disconnect();
    await join(c);
    await known('BC');
    await second.disconnect();
    await known('C');
    expect(network.connections()).toBe(before);
    const told = await lines();
    expect(told).toHaveLength(5);

    // What LiveKit still has to say is old news by now.
    await network.listen();
    const last = await join(b);
    await until('a webhook to get through', () => network.connections() > before, { timeoutMs: 30_000 });
    await until('B to be there again', async () => (await there()) === 'BC', {
      timeoutMs: CONVERGES_WITHIN_MS,
    });
    expect(await lines()).toEqual([...told, 'Camera 2 (B) connected.']);
    await last.disconnect();
  } finally {
    await reconciler.close();
  }
});
