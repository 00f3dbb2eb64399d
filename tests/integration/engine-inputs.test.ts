import { dispose } from '@livekit/rtc-node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_ENCODING } from '../../core/encoding';
import type { Failover } from '../../core/ladder';
import { ProgramMixer } from '../../engine/mixer/program-mixer';
import type { Picture, ProgramDesired } from '../../engine/types';
import { createRoom, startLiveKit, testToken, type TestLiveKit } from '../support/cameras/test-livekit';
import { lasts } from '../support/time/pace';
import { publishSimpleCamera, type SimpleCamera } from '../support/cameras/simple-camera';

const ROOM = 'match:cameras';
const LUMA = { a: 60, b: 180 };
const WAIT = { timeout: 10_000, interval: 5 };

let livekit: TestLiveKit;
let cameras: { a: SimpleCamera; b: SimpleCamera };
let mixer: ProgramMixer;
let failovers: Failover[];
let problems: string[];
let luma: number;
let peak: number;
let ticks: number;
let connections: number;

beforeAll(async () => {
  livekit = await startLiveKit();
  await createRoom(livekit, ROOM);
});

afterAll(async () => {
  await livekit?.close();
  await dispose();
});

beforeEach(async () => {
  [failovers, problems, luma, peak, ticks, connections] = [[], [], -1, -1, 0, 0];
  const [a, b] = await Promise.all([camera('a'), camera('b')]);
  cameras = { a, b };
  mixer = new ProgramMixer({
    desired: desired('a'),
    credentials: async () => {
      connections += 1;
      return { url: livekit.url, token: await testToken(livekit, ROOM, 'engine', 'subscriber') };
    },
    onFailover: (failover) => failovers.push(failover),
    onProblem: (message) => problems.push(message),
  });
  await mixer.start({
    writePicture(picture: Picture) {
      luma = picture.data[(picture.height / 2) * picture.width + picture.width / 2] ?? -1;
      ticks += 1;
      return true;
    },
    writeSound(samples) {
      peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) / 32_768;
      return true;
    },
  });
});

afterEach(async () => {
  await mixer.stop();
  await Promise.all([cameras.a.leave(), cameras.b.leave()]);
});

async function camera(id: 'a' | 'b'): Promise<SimpleCamera> {
  return publishSimpleCamera(livekit.url, await testToken(livekit, ROOM, `cam-${id}`, 'publisher'), LUMA[id]);
}

function desired(onAir: string | null, ids = ['a', 'b']): ProgramDesired {
  return {
    eventId: 'event',
    slug: 'match',
    title: 'Match',
    status: 'live',
    seq: 1,
    program: { seq: 1, onAir, preview: null, faded: false },
    cameras: ids.map((id) => ({
      id,
      identity: `cam-${id}`,
      label: id,
      ...{ muted: false, pictureOff: false, mayStandStill: false },
    })),
    destinations: [],
    fallbackOrder: ['a', 'b'],
    autoReturn: false,
    pictureFailover: false,
    encoding: { ...DEFAULT_ENCODING, width: 640, height: 360 },
    streamId: null,
  };
}

/** Codecs move a grey by a few steps. */
function shows(id: 'a' | 'b'): void {
  expect(Math.abs(luma - LUMA[id])).toBeLessThan(8);
}

test('pictures and sound of a camera arrive, and a cut shows the other one within few ticks', async () => {
  await vi.waitFor(() => shows('a'), WAIT);
  await vi.waitFor(() => expect(peak).toBeGreaterThan(0.3), WAIT);
  await vi.waitFor(
    () => expect(mixer.media().every(({ freshness }) => freshness === 'fresh')).toBe(true),
    WAIT,
  );
  await vi.waitFor(() => expect(mixer.media()[1]?.fps).toBeGreaterThan(20), WAIT);
  const media = mixer.media()[1];
  expect(media).toMatchObject({ cameraId: 'b', width: 320, height: 180 });
  expect(media?.audioPeakDb).toBeGreaterThan(-12);
  const before = ticks;
  mixer.update(desired('b'));
  await vi.waitFor(() => shows('b'), WAIT);
  expect(ticks - before).toBeLessThanOrEqual(4);
});

test('a camera on air that is killed is replaced within a second of its last frame', async () => {
  await vi.waitFor(() => shows('a'), WAIT);
  await vi.waitFor(() => expect(mixer.media()[1]?.freshness).toBe('fresh'), WAIT);
  cameras.a.freeze();
  await vi.waitFor(() => shows('b'), WAIT);
  const lastFrameAtMs = mixer.media()[0]?.lastFrameAtMs ?? 0;
  expect(failovers).toMatchObject([{ from: 'a', to: 'b', reason: 'late' }]);
  expect((failovers[0]?.atMs ?? 0) - lastFrameAtMs).toBeLessThan(1000);
});

test('a shared screen of one frame a second stays on the program, until it is put away', async () => {
  await vi.waitFor(() => shows('a'), WAIT);
  const token = await testToken(livekit, ROOM, 'cam-c', 'publisher');
  const screen = await publishSimpleCamera(livekit.url, token, LUMA.b, { fps: 1, screen: true });
  try {
    mixer.update(desired('a', ['a', 'c']));
    await vi.waitFor(() => expect(mixer.media()[1]?.freshness).toBe('fresh'), WAIT);
    mixer.update(desired('c', ['a', 'c']));
    await vi.waitFor(() => shows('b'), WAIT);
    const seen = new Set<number>();
    const looks = setInterval(() => seen.add(luma), 10);
    await lasts('a slide that nobody changes', 5_000);
    // None at all: what a window sends that is covered.
    screen.freeze();
    await lasts('a slide of which no more frames come', 3_000);
    clearInterval(looks);
    expect([...seen].filter((value) => Math.abs(value - LUMA.b) >= 8)).toEqual([]);
    expect(failovers).toEqual([]);
    expect(mixer.media()[1]?.freshness).toBe('fresh');
  } finally {
    await screen.leave();
  }
  await vi.waitFor(() => shows('a'), WAIT);
  expect(failovers).toMatchObject([{ from: 'c', to: 'a', reason: 'late' }]);
});

test('a camera that nobody admitted never reaches the program, neither does one that was removed', async () => {
  await vi.waitFor(() => shows('a'), WAIT);
  mixer.update(desired('a', ['b']));
  await vi.waitFor(() => shows('b'), WAIT);
  expect(mixer.media().map(({ cameraId }) => cameraId)).toEqual(['b']);
  mixer.update(desired('b'));
  await vi.waitFor(() => expect(mixer.media()[0]?.freshness).toBe('fresh'), WAIT);
  mixer.update(desired('a'));
  await vi.waitFor(() => shows('a'), WAIT);
});

test('a connection that the server ends is made again, and the picture comes back', async () => {
  // With a second camera the ladder may go there, if that one happens to come back first, and stay.
  mixer.update(desired('a', ['a']));
  await vi.waitFor(() => shows('a'), WAIT);
  const rooms = await createRoom(livekit, ROOM);
  await rooms.removeParticipant(ROOM, 'engine');
  await vi.waitFor(() => expect(connections).toBe(2), WAIT);
  const atMs = performance.now();
  await vi.waitFor(() => expect(mixer.media()[0]?.lastFrameAtMs).toBeGreaterThan(atMs), WAIT);
  // It is on the program a moment after it arrived, when its sound is there.
  await vi.waitFor(() => shows('a'), WAIT);
});

test('ten seconds of two cameras take no more memory at the end than at the beginning', async () => {
  await vi.waitFor(() => shows('a'), WAIT);
  const until = async (tick: number) =>
    vi.waitFor(() => expect(ticks).toBeGreaterThan(tick), { timeout: 20_000 });
  await until(90);
  const before = process.memoryUsage.rss();
  await until(390);
  // One frame held too long at 30 a second would be 25 MB here; collection is lazy by a few.
  expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(15);
  expect(mixer.stats()).toMatchObject({ missed: 0 });
  expect(problems).toEqual([]);
});
