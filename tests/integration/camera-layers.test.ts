import { dispose } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CameraInputs } from '../../engine/inputs/camera-inputs';
import { startSimulatedCameras, type SimulatedCameras } from '../../scripts/demo/cameras';
import { framesAhead } from '../../scripts/demo/mark/timing';
import { readMark, type Mark } from '../support/eyes';
import { startFakeJoinApi, type FakeJoinApi } from '../support/fake-join-api';
import { startLiveKit, testToken, type TestLiveKit } from '../support/livekit';
import { until } from '../support/until';

/** The engine's inputs against simulated cameras that publish two layers through a real LiveKit. */
const LOOP_S = 20;
const IDS = ['cam_1', 'cam_2'] as const;
type Id = (typeof IDS)[number];
const SMALL = { width: 320, height: 180 };
const FULL = { width: 640, height: 360 };
const STEREO_FRAMES_PER_MS = 48;

let livekit: TestLiveKit;
let api: FakeJoinApi;
let simulated: SimulatedCameras;
let inputs: CameraInputs;
let looking: NodeJS.Timeout | undefined;
/** Every picture of the second camera that the mixer would have shown, and how much of its sound was missing. */
let pictures: { mark: Mark | null; width: number }[] = [];
let heard = { frames: 0, silent: 0 };

beforeAll(async () => {
  livekit = await startLiveKit();
  api = await startFakeJoinApi(livekit);
  simulated = await startSimulatedCameras({
    baseUrl: api.baseUrl,
    code: 'ABCDEFGH',
    cameras: [{ number: 1 }, { number: 2 }],
    size: FULL,
    loop: LOOP_S,
    ownProcess: true,
  });
  inputs = new CameraInputs({
    credentials: async () => ({
      url: livekit.url,
      token: await testToken(livekit, api.room, 'engine', 'subscriber'),
    }),
    now: () => performance.now(),
    delays: { pictureMs: 0, soundMs: 60 },
  });
  inputs.setCameras(IDS.map((id) => ({ id, identity: id, label: id, muted: false, pictureOff: false })));
  inputs.start();
  looking = setInterval(watcher(), 5);
}, 180_000);

afterAll(async () => {
  clearInterval(looking);
  await inputs?.stop();
  await simulated?.close();
  await api?.close();
  await livekit?.close();
  await dispose();
});

function watcher(): () => void {
  let shown: object | null = null;
  let readUntilMs = performance.now();
  const block = new Float32Array(2 * STEREO_FRAMES_PER_MS * 1000);
  return () => {
    const camera = inputs.get('cam_2');
    if (!camera) return;
    const frame = camera.frame();
    if (frame && frame !== shown) pictures.push({ mark: readMark(frame), width: frame.width });
    shown = frame;
    const ms = Math.min(1000, Math.floor(performance.now() - readUntilMs));
    if (ms < 20) return;
    readUntilMs += ms;
    const count = ms * STEREO_FRAMES_PER_MS;
    camera.sound.read(block, count);
    heard.frames += count;
    for (let i = 0; i < count; i++) if (block[2 * i] === 0 && block[2 * i + 1] === 0) heard.silent++;
  };
}

const sizeOf = (id: Id) => {
  const { width, height } = inputs.media().find(({ cameraId }) => cameraId === id) ?? { width: 0, height: 0 };
  return { width, height };
};

async function arrives(id: Id, size: typeof SMALL): Promise<number> {
  const began = performance.now();
  await until(`${id}, ${size.width} wide`, () => sizeOf(id).width === size.width, { everyMs: 5 });
  expect(sizeOf(id)).toEqual(size);
  return performance.now() - began;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

test('a camera on the air arrives in full, the others small', async () => {
  inputs.setHighLayer(new Set(['cam_1']));
  await arrives('cam_1', FULL);
  await arrives('cam_2', SMALL);
  await wait(2_000);
  expect(IDS.map(sizeOf)).toEqual([FULL, SMALL]);
});

test('the layer changes within 0.7 s, picture by picture, each with its number, and the sound goes on', async () => {
  pictures = [];
  heard = { frames: 0, silent: 0 };
  const up: number[] = [];
  const down: number[] = [];
  // At other moments between two keyframes each time.
  for (let round = 0; round < 6; round++) {
    inputs.setHighLayer(new Set(IDS));
    up.push(await arrives('cam_2', FULL));
    await wait(700 + 77 * round);
    inputs.setHighLayer(new Set(['cam_1']));
    down.push(await arrives('cam_2', SMALL));
    await wait(700 + 77 * round);
  }
  expect(median(up)).toBeLessThan(700);
  expect(median(down)).toBeLessThan(700);

  expect(pictures.filter(({ mark }) => mark?.camera !== 2)).toEqual([]);
  const steps = pictures.slice(1).map(({ mark, width }, i) => ({
    ahead: framesAhead(pictures[i]?.mark?.frame ?? 0, mark?.frame ?? 0, LOOP_S),
    changes: width !== pictures[i]?.width,
  }));
  // Both layers hold every moment, so where they change one may come small and then in full; nowhere else does one come twice.
  expect(steps.filter(({ ahead, changes }) => ahead === 0 && !changes)).toEqual([]);
  // A busy machine may pass over a few. A step back would count as almost the whole loop.
  expect(Math.max(...steps.map(({ ahead }) => ahead))).toBeLessThanOrEqual(6);
  expect(heard.silent / heard.frames).toBeLessThan(0.01);
  // The other camera was not touched by any of it.
  expect(sizeOf('cam_1')).toEqual(FULL);
});
