import {
  dispose,
  type RemoteTrack,
  Room,
  RoomEvent,
  TrackKind,
  VideoBufferType,
  VideoStream,
} from '@livekit/rtc-node';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startSimulatedCameras, type SimulatedCameras } from '../../demo/cameras';
import { ensureBeginning } from '../../demo/loop/cache';
import { FLASH_EVERY_S, FPS, framesAhead } from '../../demo/mark/code';
import { type Mark, readMark } from '../support/eyes/eyes';
import { type FakeJoinApi, startFakeJoinApi } from '../support/api/fake-join-api';
import { startLiveKit, testToken, type TestLiveKit } from '../support/cameras/test-livekit';
import { holds, lasts } from '../support/time/pace';

let livekit: TestLiveKit;
let api: FakeJoinApi;
let watcher: Room;
let running: SimulatedCameras | undefined;
/** What was last seen of each camera, by the number in its picture. */
const seen = new Map<number, { mark: Mark; at: number }>();
/** The same, all of them in the order of their arrival. */
const frames: Mark[] = [];
let unread = 0;

beforeAll(async () => {
  livekit = await startLiveKit();
  api = await startFakeJoinApi(livekit);
  watcher = new Room();
  watcher.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind === TrackKind.KIND_VIDEO) void look(track);
  });
  const token = await testToken(livekit, api.room, 'watcher', 'subscriber');
  await watcher.connect(livekit.url, token, { autoSubscribe: true, dynacast: false });
}, 180_000);

afterAll(async () => {
  await running?.close();
  await watcher.disconnect();
  await api.close();
  await livekit.close();
  await dispose();
});

async function look(track: RemoteTrack): Promise<void> {
  const reader = new VideoStream(track).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const frame =
      value.frame.type === VideoBufferType.I420 ? value.frame : value.frame.convert(VideoBufferType.I420);
    const mark = readMark({ width: frame.width, height: frame.height, data: frame.data });
    if (mark) {
      seen.set(mark.camera, { mark, at: performance.now() });
      frames.push(mark);
    } else unread++;
  }
}

async function untilSeen(camera: number, since = performance.now()): Promise<Mark & { at: number }> {
  await expect
    .poll(() => seen.get(camera)?.at ?? 0, { timeout: 15_000, interval: 20 })
    .toBeGreaterThan(since);
  const { mark, at } = seen.get(camera) as { mark: Mark; at: number };
  return { ...mark, at };
}

/** By how many frames two cameras are apart. On a busy machine time passes between the two looks. */
function apartBy(one: Mark & { at: number }, other: Mark & { at: number }): number {
  const passed = Math.round(((other.at - one.at) * FPS) / 1000);
  const ahead = framesAhead(one.frame + passed, other.frame, 20);
  return Math.min(ahead, 20 * FPS - ahead);
}

test('cameras join like phones and show the same moment, in one process and in two', async () => {
  running = await startSimulatedCameras({
    baseUrl: api.baseUrl,
    code: 'ABCDEFGH',
    cameras: [{ number: 1 }, { number: 2, label: 'Goal' }],
  });
  expect(running.cameras.map(({ cameraId }) => cameraId)).toEqual(['cam_1', 'cam_2']);
  await Promise.all(running.cameras.map((camera) => camera.sending()));
  await untilSeen(1);
  await untilSeen(2);
  const apart = await startSimulatedCameras({
    baseUrl: api.baseUrl,
    secret: 'secret',
    cameras: [{ number: 3 }],
    ownProcess: true,
  });
  try {
    await untilSeen(3);
    const marks = [await untilSeen(1), await untilSeen(2), await untilSeen(3)];
    for (const mark of marks) expect(apartBy(marks[0] ?? mark, mark)).toBeLessThan(8);
    expect(unread).toBe(0);

    const camera = apart.cameras[0];
    camera?.kill();
    await expect.poll(() => camera?.state).toBe('closed');
    const killed = performance.now();
    await camera?.resume();
    expect(camera?.cameraId).toBe('cam_3');
    await untilSeen(3, killed);
  } finally {
    await apart.close();
  }
});

test('a camera that is cut off sends nothing, and comes back in step with the others', async () => {
  const camera = running?.cameras[0];
  camera?.kill();
  await lasts('what was on its way', 400);
  const last = seen.get(1)?.at;
  await untilSeen(2);
  await holds('nothing of camera 1', () => seen.get(1)?.at === last, 600);
  await camera?.resume();
  expect(apartBy(await untilSeen(1), await untilSeen(2))).toBeLessThan(8);
});

test('a camera without a drawn loop plays its first seconds at once, and goes on to the rest without a seam', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'touchline-loops-'));
  vi.stubEnv('TOUCHLINE_CACHE_DIR', cacheDir);
  const parts = new Set<string>();
  const size = { width: 320, height: 180 };
  const early = await startSimulatedCameras({
    ...{ baseUrl: api.baseUrl, code: 'ABCDEFGH', cameras: [{ number: 4 }], size, early: true },
    onProgress: (_percent, part) => parts.add(part),
  });
  try {
    expect([...parts]).toEqual(['beginning']);
    const end = FLASH_EVERY_S * FPS;
    expect((await untilSeen(4)).frame).toBeLessThan(end);
    await early.whole;
    expect([...parts]).toEqual(['beginning', 'whole']);
    const ofFour = () => frames.filter(({ camera }) => camera === 4).map(({ frame }) => frame);
    await expect.poll(() => Math.max(...ofFour()), { timeout: 30_000 }).toBeGreaterThan(end + 10);
    const seenFrames = ofFour();
    const firstOfRest = seenFrames.findIndex((frame) => frame >= end);
    // Before the whole took over, every fifth second jumped back.
    for (let i = firstOfRest - 2 * FPS; i <= firstOfRest; i++)
      expect(framesAhead(seenFrames[i - 1] ?? 0, seenFrames[i] ?? 0, 20)).toBeLessThan(FPS);

    const again = await ensureBeginning({ ...size, seconds: 20, cameras: [4] });
    expect(again.part).toBe('whole');
    expect((await readdir(again.directory)).sort()).toEqual(
      ['done', 'h264', 'opus'].map((kind) => `camera-4.${kind}`),
    );
  } finally {
    await early.close();
    vi.unstubAllEnvs();
    await rm(cacheDir, { recursive: true, force: true });
  }
}, 120_000);
