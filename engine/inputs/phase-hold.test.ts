import { expect, test } from 'vitest';
import type { NativeFrame } from './ffi';
import { FrameSlot } from './frame-slot';
import { PhaseHold } from './phase-hold';

const DELAY_MS = 53;
const TICK_MS = 1000 / 30;

/** Even numbers between -1 and 1 that look like chance and are the same in each run. */
const jitter = (n: number) => ((n * 7919 + 13) % 1009) / 504.5 - 1;

interface Film {
  /** Between two frames of the camera. */
  frameMs: number;
  /** From a tick to the time of the first frame. */
  phaseMs: number;
  seconds: number;
  held: boolean;
}

/** What the engine itself counts, a second. */
let counted = 0;

/** By how many frames each tick went on, of a camera whose frames come up to 3 ms early or late. */
function stepsOf({ frameMs, phaseMs, seconds, held }: Film): number[] {
  let tickMs = 0;
  const phase = held ? new PhaseHold({ everyMs: TICK_MS, lastMs: () => tickMs }) : null;
  const slot = new FrameSlot(DELAY_MS, phase);
  const shown: number[] = [];
  let next = 0;
  const timeOf = (n: number) => phaseMs + n * frameMs + jitter(n) * 3;
  for (let tick = 1; tick <= seconds * 30; tick += 1) {
    tickMs = tick * TICK_MS;
    for (; timeOf(next) <= tickMs; next += 1) slot.put(frameOf(next), timeOf(next));
    const data = slot.latest(tickMs)?.data;
    shown.push(data ? new DataView(data.buffer).getUint32(0) : 0);
  }
  counted = slot.unevenPerS(tickMs);
  return shown.slice(1).map((number, at) => number - (shown[at] ?? 0));
}

const frameOf = (number: number): NativeFrame => ({
  width: 2,
  height: 2,
  rotation: 0,
  bytes: 6,
  renderAtMs: null,
  copyInto: (target) => new DataView(target.buffer).setUint32(0, number),
  release: () => undefined,
});

/** Ticks that went on by another number of frames than they should, after the first two seconds. */
const unevenIn = (steps: number[], even: number) => steps.slice(60).filter((step) => step !== even).length;

/** At which frames and ticks fall together after the delay. */
const TOGETHER_MS = 2 * TICK_MS - DELAY_MS;

test('frames whose time is that of the ticks are neither repeated nor skipped', () => {
  const film = { frameMs: TICK_MS, phaseMs: TOGETHER_MS, seconds: 60 };
  expect(unevenIn(stepsOf({ ...film, held: false }), 1)).toBeGreaterThan(200);
  expect(unevenIn(stepsOf({ ...film, held: true }), 1)).toBe(0);
  expect(counted).toBe(0);
});

test('what is repeated or skipped all the same is counted', () => {
  stepsOf({ frameMs: TICK_MS * 1.015, phaseMs: TOGETHER_MS, seconds: 60, held: true });
  expect(counted).toBeGreaterThan(0);
});

test.each([0, 5, 10, 15, 20, 25, 30])('a phase of %d ms is as even', (offMs) => {
  const film = { frameMs: TICK_MS, phaseMs: TOGETHER_MS + offMs, seconds: 20, held: true };
  expect(unevenIn(stepsOf(film), 1)).toBe(0);
});

test('a clock that drifts by 200 ppm costs a picture only where it has come round', () => {
  const film = { frameMs: TICK_MS * 1.0002, phaseMs: TOGETHER_MS, seconds: 300 };
  expect(unevenIn(stepsOf({ ...film, held: false }), 1)).toBeGreaterThan(300);
  // 60 ms are 1.8 intervals, so it comes round once or twice.
  expect(unevenIn(stepsOf({ ...film, held: true }), 1)).toBeLessThanOrEqual(2);
});

test('of 60 frames a second each second one is shown', () => {
  const film = { frameMs: TICK_MS / 2, phaseMs: TOGETHER_MS, seconds: 60 };
  expect(unevenIn(stepsOf({ ...film, held: false }), 2)).toBeGreaterThan(200);
  expect(unevenIn(stepsOf({ ...film, held: true }), 2)).toBe(0);
});

test('a rate that does not go into the ticks is shown by the times of its frames', () => {
  const film = { frameMs: 40, phaseMs: 3, seconds: 20 };
  expect(stepsOf({ ...film, held: true })).toEqual(stepsOf({ ...film, held: false }));
});
