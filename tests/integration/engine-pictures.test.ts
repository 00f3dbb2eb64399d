import { hostname } from 'node:os';
import { dispose } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_ENCODING } from '../../core/encoding';
import { connect, type Sql } from '../../db/connect';
import { Leases } from '../../engine/leases';
import { ProgramMixer } from '../../engine/mixer/program-mixer';
import { EngineStore } from '../../engine/state/engine-store';
import { PictureLog } from '../../engine/state/picture-log';
import type { Picture } from '../../engine/types';
import { call, makeCamera, makeEvent, makeToken } from '../support/api/call';
import { black, movingField, stillField } from '../support/cameras/moving-field';
import { HEIGHT, publishSimpleCamera, WIDTH, type SimpleCamera } from '../support/cameras/simple-camera';
import { createRoom, startLiveKit, testToken, type TestLiveKit } from '../support/cameras/test-livekit';
import { until } from '../support/time/until';
import { createTestServices, type TestServices } from '../support/web/test-services';

/**
 * Real camera, encoder, LiveKit and database: after how much of the program the log says that a picture does
 * not live (F12). Counted in pictures of the program, which is its own clock, however busy this machine is.
 */
const ROOM = 'pictures:cameras';
const LIMIT_MS = 2_500;
const FPS = 30;
/** The camera's brightness; what it films when it stands still is brighter, to be known on the program. */
const MOVING = 70;
const STILL = 150;

let services: TestServices;
let token: string;
let livekit: TestLiveKit;
let sql: Sql;
let camera: SimpleCamera;
let mixer: ProgramMixer;
let slug: string;
/** Brightness of each picture of the program, and the tick before which each change was noticed. */
const program: number[] = [];
const noticed: { trouble: string | null; tick: number }[] = [];

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
  camera.draw = movingField(MOVING);
  const label = 'Main';
  mixer = new ProgramMixer({
    desired: {
      ...{ eventId: event.id, slug, title: 'Match', status: 'live', seq: 1, destinations: [] },
      program: { seq: 1, onAir: id, preview: null, faded: false },
      cameras: [
        { id, identity: 'cam-a', label, ...{ muted: false, pictureOff: false, mayStandStill: false } },
      ],
      ...{ fallbackOrder: [], autoReturn: false, pictureFailover: false, streamId: null },
      encoding: { ...DEFAULT_ENCODING, width: WIDTH, height: HEIGHT, fps: FPS },
    },
    credentials: async () => ({
      url: livekit.url,
      token: await testToken(livekit, ROOM, 'engine', 'subscriber'),
    }),
    onPicture: () => {
      const { cameraId, trouble } = mixer.picture();
      noticed.push({ trouble, tick: program.length });
      log.note(cameraId === id ? { id, label } : null, trouble);
      void log.write();
    },
  });
  await mixer.start({
    writePicture: ({ data }: Picture, tick) => {
      program[tick] = data.subarray(0, WIDTH * HEIGHT).reduce((sum, one) => sum + one, 0) / (WIDTH * HEIGHT);
      return true;
    },
    writeSound: () => true,
  });
});
afterAll(async () => {
  await mixer?.stop();
  await camera?.leave();
  await livekit?.close();
  await dispose();
  await sql?.end();
  await services?.close();
});

test('still and black pictures on the air are in the log within 2.5 s of the program, and what lives is not', async () => {
  await until('a picture', () => (mixer.media()[0]?.fps ?? 0) > 20);
  const livesUntil = program.length + 4 * FPS;
  await until('a picture that lives for a while', () => program.length > livesUntil);
  expect(await lines()).toEqual([]);

  await change(stillField(STILL), 'stands still');
  await change(movingField(MOVING), 'living picture again');
  await change(black, 'is black');
  await change(movingField(MOVING), 'living picture again');
  expect(noticed.map(({ trouble }) => trouble)).toEqual(['still', null, 'black', null]);
  const [still, , dark] = noticed;
  const stillMs = msBefore(still?.tick ?? 0, (luma) => luma > (MOVING + STILL) / 2 + 20);
  const blackMs = msBefore(dark?.tick ?? 0, (luma) => luma < 30);
  expect(stillMs).toBeGreaterThan(1500);
  expect(stillMs).toBeLessThan(LIMIT_MS);
  expect(blackMs).toBeGreaterThan(500);
  expect(blackMs).toBeLessThan(LIMIT_MS);
  expect((await lines()).map(({ severity }) => severity)).toEqual(['warning', 'info', 'warning', 'info']);
  expect(mixer.media()[0]?.picture).toBeNull();
});

/** How much of the program showed such a picture without a break up to a tick, ms. */
function msBefore(tick: number, isSo: (luma: number) => boolean): number {
  let first = tick;
  while (first > 0 && isSo(program[first - 1] ?? 0)) first -= 1;
  return ((tick - first) * 1000) / FPS;
}

/** Changes what the camera films, and waits until the next line of the log says so. */
async function change(draw: (luma: Uint8Array, frame: number) => void, sentence: string): Promise<void> {
  const before = (await lines()).length;
  camera.draw = draw;
  const line = await until(sentence, async () => (await lines())[before], { everyMs: 20 });
  expect(line.text).toContain(sentence);
}

/** What the log says of the picture, oldest first. */
async function lines(): Promise<{ text: string; severity: string }[]> {
  const { json } = await call(services, 'GET', `/api/v1/events/${slug}/log?limit=200`, { token });
  const rows: { text: string; severity: string }[] = json.rows;
  return rows.filter(({ text }) => text.includes('picture')).reverse();
}
