import { hostname } from 'node:os';
import { dispose } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_ENCODING } from '../../core/encoding';
import { connect, type Sql } from '../../db/connect';
import { Leases } from '../../engine/leases';
import { ProgramMixer } from '../../engine/mixer/program-mixer';
import { EngineStore } from '../../engine/state/engine-store';
import { PictureLog } from '../../engine/state/picture-log';
import { call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { HEIGHT, publishSimpleCamera, WIDTH, type SimpleCamera } from '../support/cameras/simple-camera';
import { createRoom, startLiveKit, testToken, type TestLiveKit } from '../support/cameras/test-livekit';
import { until } from '../support/time/until';
import { createTestServices, type TestServices } from '../support/web/test-services';

/** Real camera, encoder, LiveKit and database: how soon the log says that a picture does not live (F12). */
const ROOM = 'pictures:cameras';
const LIMIT_MS = 2_500;

let services: TestServices;
let token: string;
let livekit: TestLiveKit;
let sql: Sql;
let camera: SimpleCamera;
let mixer: ProgramMixer;
let slug: string;

beforeAll(async () => {
  services = await createTestServices();
  token = await makeToken(services);
  const event = await makeEvent(services, token);
  slug = event.slug;
  const { id } = await makeCamera(services, token, event, { label: 'Main' });
  sql = connect(services.database.engineUrl, { max: 2 });
  const lease = await new Leases(sql, { worker: 'test', host: hostname(), pid: process.pid }).take(event.id);
  if (!lease) throw new Error('the event is held by another worker');
  const log = new PictureLog(new EngineStore(sql, services.doorbell, lease));
  livekit = await startLiveKit();
  await createRoom(livekit, ROOM);
  camera = await publishSimpleCamera(livekit.url, await testToken(livekit, ROOM, 'cam-a', 'publisher'), 100);
  camera.draw = field;
  const label = 'Main';
  mixer = new ProgramMixer({
    desired: {
      ...{ eventId: event.id, slug, title: 'Match', status: 'live', seq: 1, destinations: [] },
      program: { seq: 1, onAir: id, preview: null, faded: false },
      cameras: [{ id, identity: 'cam-a', label, muted: false, pictureOff: false }],
      ...{ fallbackOrder: [], autoReturn: false, streamId: null },
      encoding: { ...DEFAULT_ENCODING, width: WIDTH, height: HEIGHT },
    },
    credentials: async () => ({
      url: livekit.url,
      token: await testToken(livekit, ROOM, 'engine', 'subscriber'),
    }),
    onPicture: () => {
      const { cameraId, trouble } = mixer.picture();
      log.note(cameraId === id ? { id, label } : null, trouble);
      void log.write();
    },
  });
  await mixer.start({ writePicture: () => true, writeSound: () => true });
});
afterAll(async () => {
  await mixer?.stop();
  await camera?.leave();
  await livekit?.close();
  await dispose();
  await sql?.end();
  await services?.close();
});

test('still and black pictures on the air are in the log within 2.5 s, and what lives is not', async () => {
  await until('a picture', () => (mixer.media()[0]?.fps ?? 0) > 20);
  const livesUntilMs = performance.now() + 4000;
  await until('a picture that lives for a while', () => performance.now() > livesUntilMs);
  expect(await lines()).toEqual([]);

  const stillMs = await timeTo('stands still', (luma) => field(luma, 7));
  await timeTo('living picture again', field);
  const blackMs = await timeTo('is black', (luma) => void luma.fill(17));
  await timeTo('living picture again', field);
  expect(stillMs).toBeGreaterThan(1900);
  expect(stillMs).toBeLessThan(LIMIT_MS);
  expect(blackMs).toBeLessThan(LIMIT_MS);
  expect((await lines()).map(({ severity }) => severity)).toEqual(['warning', 'info', 'warning', 'info']);
  expect(mixer.media()[0]?.picture).toBeNull();
});

/** Changes what the camera films, and returns after how long the next line is in the log. */
async function timeTo(sentence: string, draw: (luma: Uint8Array, frame: number) => void): Promise<number> {
  const before = (await lines()).length;
  camera.draw = draw;
  const fromMs = performance.now();
  const line = await until(sentence, async () => (await lines())[before], { timeoutMs: 8000, everyMs: 20 });
  expect(line.text).toContain(sentence);
  return performance.now() - fromMs;
}

/** What the log says of the picture, oldest first. */
async function lines(): Promise<{ text: string; severity: string }[]> {
  const { json } = await call(services, 'GET', `/api/v1/events/${slug}/log?limit=200`, { token });
  const rows: { text: string; severity: string }[] = json.rows;
  return rows.filter(({ text }) => text.includes('picture')).reverse();
}

/** Stripes that wander over a pitch, with a little noise. */
function field(luma: Uint8Array, frame: number): void {
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++)
      luma[y * WIDTH + x] = 70 + (((x + frame * 2) >> 4) % 5) * 20 + ((x * 31 + y * 17 + frame * 29) % 5);
  }
}
