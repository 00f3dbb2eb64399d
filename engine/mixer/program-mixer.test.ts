import { beforeEach, expect, test } from 'vitest';
import type { Failover } from '../../core/ladder';
import { DEFAULT_ENCODING } from '../../core/encoding';
import type { CameraFrame } from '../inputs/frame-slot';
import type { DesiredCamera, Picture, ProgramDesired } from '../types';
import { FakeTimers } from '../../tests/support/time/fake-timers';
import { i420Bytes } from './pixels';
import { ProgramMixer, type CutShown, type MixerInput, type MixerInputs } from './program-mixer';

const WIDTH = 64;
const HEIGHT = 36;
const TICK_MS = 1000 / 30;
const LUMA: Record<string, number> = { a: 60, b: 120, c: 180 };

/** Cameras of one grey each, that have a new frame whenever time passes and they are alive. */
class FakeInputs implements MixerInputs {
  readonly #now: () => number;
  alive = new Set(['a', 'b', 'c']);
  high: ReadonlySet<string> = new Set();
  readonly #inputs = new Map<string, MixerInput>();

  constructor(now: () => number) {
    this.#now = now;
  }

  start(): void {}
  async stop(): Promise<void> {}
  media() {
    return [];
  }
  setHighLayer(high: ReadonlySet<string>): void {
    this.high = high;
  }
  setCameras(cameras: readonly DesiredCamera[]): void {
    const wanted = new Set(cameras.map(({ id }) => id));
    for (const id of this.#inputs.keys()) if (!wanted.has(id)) this.#inputs.delete(id);
    for (const id of wanted) if (!this.#inputs.has(id)) this.#inputs.set(id, this.#make(id));
  }
  get(id: string): MixerInput | undefined {
    const input = this.#inputs.get(id);
    if (input && this.alive.has(id)) input.lastFrameAtMs = this.#now();
    return input;
  }

  #make(id: string): MixerInput {
    const data = new Uint8Array(i420Bytes(WIDTH, HEIGHT)).fill(LUMA[id] ?? 0);
    const frame: CameraFrame = { width: WIDTH, height: HEIGHT, rotation: 0, data };
    const level = (LUMA[id] ?? 0) / 1000;
    return {
      lastFrameAtMs: null,
      frame: () => frame,
      sound: { read: (out, count) => void out.fill(level, 0, count * 2), rest: () => undefined },
    };
  }
}

let timers: FakeTimers;
let inputs: FakeInputs;
let mixer: ProgramMixer;
let failovers: Failover[];
let cuts: CutShown[];
/** Luma in the middle of each picture, and the last sample of each block of sound, by tick. */
let pictures: number[];
let sounds: number[];
let accepts: boolean;

function desired(
  onAir: string | null,
  more: Partial<ProgramDesired['program']> = {},
  seq = 1,
): ProgramDesired {
  return {
    eventId: 'event',
    slug: 'match',
    title: 'Match',
    status: 'live',
    seq,
    program: { seq, onAir, preview: null, faded: false, ...more },
    cameras: ['a', 'b', 'c'].map((id) => ({
      id,
      identity: `cam-${id}`,
      label: id,
      muted: false,
      pictureOff: false,
      mayStandStill: false,
    })),
    destinations: [],
    fallbackOrder: ['a', 'b', 'c'],
    autoReturn: false,
    pictureFailover: false,
    encoding: { ...DEFAULT_ENCODING, width: WIDTH, height: HEIGHT },
    streamId: null,
  };
}

const sink = {
  writePicture(picture: Picture, tick: number): boolean {
    if (!accepts) return false;
    expect(tick).toBe(pictures.length);
    pictures.push(picture.data[(HEIGHT / 2) * WIDTH + 2] ?? -1);
    return true;
  },
  writeSound(samples: Int16Array, tick: number): boolean {
    expect(tick).toBe(sounds.length);
    expect(samples.length).toBe(3200);
    sounds.push((samples.at(-1) ?? 0) / 32_767);
    return true;
  },
};

async function begin(state: ProgramDesired): Promise<void> {
  mixer = new ProgramMixer({
    desired: state,
    credentials: () => Promise.reject(new Error('not asked for')),
    inputs,
    timers,
    onFailover: (failover) => failovers.push(failover),
    onCutShown: (cut) => cuts.push(cut),
  });
  await mixer.start(sink);
}

beforeEach(() => {
  timers = new FakeTimers();
  inputs = new FakeInputs(timers.now);
  [failovers, cuts, pictures, sounds, accepts] = [[], [], [], [], true];
});

test('a changed desired state is in the next tick, picture and sound', async () => {
  await begin(desired('a'));
  timers.advance(1000);
  expect(pictures.at(-1)).toBe(LUMA.a);
  const before = pictures.length;
  mixer.update(desired('b', {}, 2));
  timers.advance(TICK_MS);
  expect(pictures[before]).toBe(LUMA.b);
  expect(sounds[before]).toBeCloseTo(0.12, 2);
  expect(cuts).toMatchObject([
    { seq: 1, cameraId: 'a' },
    { seq: 2, cameraId: 'b', tick: before },
  ]);
});

test('a camera that dies is replaced within a second of its last frame, and the change is reported', async () => {
  await begin(desired('b'));
  timers.advance(1000);
  inputs.alive.delete('b');
  const atMs = timers.now();
  timers.advance(1000);
  expect(pictures.at(-1)).toBe(LUMA.a);
  expect(failovers).toMatchObject([{ from: 'b', to: 'a', reason: 'late' }]);
  expect((failovers[0]?.atMs ?? 0) - atMs).toBeLessThan(1000);
});

test('a cut back to a camera that was replaced counts, even when the state before it was there for no tick', async () => {
  await begin(desired('b'));
  timers.advance(1000);
  inputs.alive.delete('b');
  timers.advance(1000);
  inputs.alive.add('b');
  mixer.update(desired('a', {}, 2));
  mixer.update(desired('b', {}, 3));
  timers.advance(TICK_MS);
  expect(pictures.at(-1)).toBe(LUMA.b);
});

test('a camera that is removed is off the program in the next tick', async () => {
  await begin(desired('b'));
  timers.advance(1000);
  const before = pictures.length;
  const state = desired('b');
  mixer.update({ ...state, cameras: state.cameras.filter(({ id }) => id !== 'b') });
  timers.advance(500);
  expect(pictures.slice(before).every((luma) => luma === LUMA.a)).toBe(true);
});

test('a camera whose picture is switched off leaves the program, one that is muted only falls silent', async () => {
  await begin(desired('b'));
  timers.advance(1000);
  const off = desired('b');
  mixer.update({ ...off, cameras: off.cameras.map((camera) => ({ ...camera, muted: camera.id === 'b' })) });
  timers.advance(100);
  expect([pictures.at(-1), sounds.at(-1)]).toEqual([LUMA.b, 0]);
  mixer.update({
    ...off,
    cameras: off.cameras.map((camera) => ({ ...camera, pictureOff: camera.id === 'b' })),
  });
  timers.advance(100);
  expect(pictures.at(-1)).toBe(LUMA.a);
});

test('without a camera the slate is shown, and sound goes on in silence', async () => {
  inputs.alive.clear();
  await begin(desired(null));
  timers.advance(1000);
  expect(pictures.length).toBeGreaterThanOrEqual(30);
  expect(pictures.every((luma) => luma > 45 && luma < 100)).toBe(true);
  expect(sounds.every((level) => level === 0)).toBe(true);
});

test('a fade to black takes 0.3 s, picture and sound, and comes back', async () => {
  await begin(desired('c'));
  timers.advance(1000);
  const before = pictures.length;
  mixer.update(desired('c', { faded: true }));
  timers.advance(1000);
  const fade = pictures.slice(before, before + 10);
  expect(pictures.slice(before + 8).every((luma) => luma === 16)).toBe(true);
  expect(fade.slice(1).every((luma, i) => luma <= (fade[i] ?? 0))).toBe(true);
  expect(sounds.at(-1)).toBe(0);
  mixer.update(desired('c'));
  timers.advance(500);
  expect(pictures.at(-1)).toBe(LUMA.c);
});

test('under back-pressure no tick is lost, and the newest picture goes out when the jam is over', async () => {
  await begin(desired('a'));
  timers.advance(1000);
  accepts = false;
  timers.advance(2000);
  const before = pictures.length;
  mixer.update(desired('b', {}, 2));
  accepts = true;
  timers.advance(1000);
  expect(pictures[before]).toBe(LUMA.b);
  expect(pictures.length).toBe(sounds.length);
  expect(mixer.stats().missed).toBeGreaterThan(45);
});

test('cameras on air, in preview and used within ten seconds come at the high layer, others do not', async () => {
  await begin(desired('a', { preview: 'b' }));
  timers.advance(500);
  expect([...inputs.high].sort()).toEqual(['a', 'b']);
  mixer.update(desired('c', {}, 2));
  timers.advance(5000);
  expect([...inputs.high].sort()).toEqual(['a', 'b', 'c']);
  timers.advance(6000);
  expect([...inputs.high]).toEqual(['c']);
});

test('a picture that does not change is noticed while it is on the air, a slate and a show never', async () => {
  await begin(desired('a'));
  timers.advance(2500);
  expect(mixer.picture()).toEqual({ cameraId: 'a', trouble: 'still' });
  mixer.update(desired(null, {}, 2));
  timers.advance(2500);
  expect(mixer.picture()).toEqual({ cameraId: null, trouble: null });
  await mixer.stop();
  [pictures, sounds] = [[], []];
  await begin({ ...desired('a'), kind: 'show' });
  timers.advance(2500);
  expect(mixer.picture().trouble).toBeNull();
});
