import {
  dispose,
  type RemoteTrack,
  Room,
  RoomEvent,
  TrackKind,
  VideoBufferType,
  VideoStream,
} from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulatedCameras, type SimulatedCameras } from '../../demo/cameras';
import { framesAhead } from '../../demo/mark/timing';
import { type Mark, readMark } from '../support/eyes';
import { type FakeJoinApi, startFakeJoinApi } from '../support/fake-join-api';
import { startLiveKit, testToken, type TestLiveKit } from '../support/livekit';

let livekit: TestLiveKit;
let api: FakeJoinApi;
let watcher: Room;
let running: SimulatedCameras | undefined;
/** What was last seen of each camera, by the number in its picture. */
const seen = new Map<number, { mark: Mark; at: number }>();
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
    if (mark) seen.set(mark.camera, { mark, at: performance.now() });
    else unread++;
  }
}

async function untilSeen(camera: number, since = performance.now()): Promise<Mark> {
  await expect
    .poll(() => seen.get(camera)?.at ?? 0, { timeout: 15_000, interval: 20 })
    .toBeGreaterThan(since);
  return seen.get(camera)?.mark as Mark;
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
    const first = marks[0]?.frame ?? 0;
    for (const { frame } of marks) {
      const ahead = framesAhead(first, frame, 20);
      expect(Math.min(ahead, 600 - ahead)).toBeLessThan(8);
    }
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
  await new Promise((resolve) => setTimeout(resolve, 400));
  const last = seen.get(1)?.at;
  await untilSeen(2);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(seen.get(1)?.at).toBe(last);
  await camera?.resume();
  const back = await untilSeen(1);
  const other = await untilSeen(2);
  const ahead = framesAhead(back.frame, other.frame, 20);
  expect(Math.min(ahead, 600 - ahead)).toBeLessThan(8);
});
