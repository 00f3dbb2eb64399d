import { expect, test } from 'vitest';
import type { NativeFrame } from './ffi';
import { FrameSlot, isPicture } from './frame-slot';

/** Frames that know whether they were released, and how often they were copied. */
class Frames {
  alive = 0;
  copies = 0;

  make(number: number): NativeFrame {
    this.alive += 1;
    return {
      width: 2,
      height: 2,
      rotation: 0,
      bytes: 6,
      renderAtMs: null,
      copyInto: (target) => {
        this.copies += 1;
        target.fill(number, 0, 6);
      },
      release: () => (this.alive -= 1),
    };
  }
}

test('without a delay the latest frame is given, copied once, and nothing native is kept', () => {
  const frames = new Frames();
  const slot = new FrameSlot(0);
  for (let i = 1; i <= 5; i += 1) slot.put(frames.make(i), i * 33);
  const latest = slot.latest(170);
  expect(latest?.data[0]).toBe(5);
  expect(slot.latest(200)).toBe(latest);
  expect(frames).toMatchObject({ alive: 0, copies: 1 });
});

test('with a delay every frame is shown that much after it came', () => {
  const frames = new Frames();
  const slot = new FrameSlot(80);
  const shown: number[] = [];
  for (let tick = 1; tick <= 30; tick += 1) {
    slot.put(frames.make(tick), tick * 33);
    shown.push(slot.latest(tick * 33 + 20)?.data[0] ?? 0);
  }
  expect(shown.slice(5)).toEqual(Array.from({ length: 25 }, (_, i) => i + 4));
  expect(shown[0]).toBe(1);
});

test('frames that are handed over late are shown as if they had not been', () => {
  const frames = new Frames();
  const slot = new FrameSlot(80);
  const shown: number[] = [];
  for (let tick = 1; tick <= 30; tick += 1) {
    const lateMs = (tick * 7) % 60;
    // What came up to two ticks late waits that much shorter.
    slot.put(frames.make(tick), tick * 33 + lateMs, tick * 33);
    shown.push(slot.latest(tick * 33 + 60)?.data[0] ?? 0);
  }
  expect(shown.slice(5)).toEqual(Array.from({ length: 25 }, (_, i) => i + 5));
});

test('a camera that nobody looks at holds a few frames at most, and none after it is cleared', () => {
  const frames = new Frames();
  const slot = new FrameSlot(80);
  for (let i = 0; i < 500; i += 1) {
    slot.put(frames.make(i), i * 33);
    expect(frames.alive).toBeLessThanOrEqual(7);
  }
  for (let i = 0; i < 500; i += 1) slot.put(frames.make(i), 20_000);
  expect(frames.alive).toBeLessThanOrEqual(12);
  expect(frames.copies).toBe(0);
  slot.clear();
  expect(frames.alive).toBe(0);
});

test('the black frames by which the media server ends a track are no pictures, and neither is what no phone sends', () => {
  expect([2, 8, 4097, 65_536].filter((side) => isPicture({ width: side, height: side }))).toEqual([]);
  expect(isPicture({ width: 320, height: 180 })).toBe(true);
  expect(isPicture({ width: 2160, height: 3840 })).toBe(true);
});

test.each([
  [5120, 1440],
  [5120, 2880],
  [7680, 2160],
])('a shared screen of %i × %i is a picture', (width, height) => {
  expect(isPicture({ width, height })).toBe(true);
});

test('large frames that wait take no more memory than 64 MB', () => {
  const frames = new Frames();
  const slot = new FrameSlot(1_000);
  const bytes = 4096 * 4096 * 1.5;
  for (let i = 1; i <= 12; i += 1) slot.put({ ...frames.make(i), width: 4096, height: 4096, bytes }, i);
  expect(frames.alive * bytes).toBeLessThanOrEqual(64 * 1024 * 1024);
  expect(frames.alive).toBeGreaterThan(0);
});
