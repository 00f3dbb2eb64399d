import { expect, test } from 'vitest';
import { JitterBuffer } from './jitter-buffer';

const TICK = 1600;
const BLOCK = 960;

/**
 * Runs a buffer for `seconds`: a 440 Hz tone comes in by a clock that is `drift` times as fast as the
 * program's.
 */
function play(seconds: number, drift: number, lateByMs: (block: number) => number = () => 0) {
  const buffer = new JitterBuffer(20);
  const out = new Float32Array(TICK * 2);
  const heard: number[] = [];
  const levels: number[] = [];
  let block = 0;
  for (let tick = 1; tick <= seconds * 30; tick += 1) {
    const nowMs = (tick * 1000) / 30;
    while (((block + 1) * 20) / drift + lateByMs(block) <= nowMs) {
      buffer.write(tone(block));
      block += 1;
    }
    buffer.read(out, TICK);
    for (let i = 0; i < TICK; i += 1) heard.push(out[i * 2] ?? 0);
    levels.push(buffer.level);
  }
  return { heard, levels };
}

function tone(block: number): Int16Array {
  return Int16Array.from({ length: BLOCK * 2 }, (_, i) =>
    Math.round(16_384 * Math.sin((2 * Math.PI * 440 * (block * BLOCK + Math.floor(i / 2))) / 48_000)),
  );
}

/** The steepest that a 440 Hz tone of half amplitude rises in one sample, and a little. */
const STEEPEST = 0.5 * ((2 * Math.PI * 440) / 48_000) * 1.1;

function largestStep(values: number[]): number {
  return values
    .slice(1)
    .reduce((largest, value, i) => Math.max(largest, Math.abs(value - (values[i] ?? 0))), 0);
}

test('sound passes sample for sample when the clocks agree', () => {
  const { heard } = play(4, 1);
  const steady = heard.slice(48_000, 96_000);
  const crest = Math.max(...steady);
  expect(crest).toBeCloseTo(0.5, 3);
  expect(largestStep(steady)).toBeLessThan(STEEPEST);
});

test.each([1.001, 0.999])(
  'a camera whose clock runs at %f of ours neither clicks nor piles up in a minute',
  (drift) => {
    const { heard, levels } = play(60, drift);
    expect(largestStep(heard.slice(48_000))).toBeLessThan(STEEPEST);
    expect(Math.max(...levels.slice(60))).toBeLessThan(4800);
    // Never empty: a hole would show as a stretch of zeros.
    expect(Math.min(...levels.slice(60))).toBeGreaterThan(0);
  },
);

test('a break of the line is faded out and in again, and the delay is as before', () => {
  const { heard, levels } = play(6, 1, (block) =>
    block >= 100 && block < 125 ? 500 - (block - 100) * 20 : 0,
  );
  expect(largestStep(heard)).toBeLessThan(STEEPEST * 1.5);
  expect(levels.at(-1)).toBeLessThan(4000);
});

test('what nobody reads is not kept: the buffer never holds more than 200 ms', () => {
  const buffer = new JitterBuffer(20);
  for (let block = 0; block < 500; block += 1) buffer.write(tone(block));
  expect(buffer.level).toBeLessThanOrEqual(9600);
});

test('what piled up while the program paused is cut out within a second, without a click', () => {
  const buffer = new JitterBuffer(20);
  const out = new Float32Array(TICK * 2);
  const heard: number[] = [];
  let block = 0;
  const run = (ticks: number) => {
    for (let tick = 0; tick < ticks; tick += 1) {
      // Five blocks of 20 ms in three ticks.
      for (let due = tick % 3 === 0 ? 1 : 2; due > 0; due -= 1) buffer.write(tone(block++));
      buffer.read(out, TICK);
      for (let i = 0; i < TICK; i += 1) heard.push(out[i * 2] ?? 0);
    }
  };
  run(60);
  for (let i = 0; i < 6; i += 1) buffer.write(tone(block++));
  const piledUp = buffer.level;
  run(30);
  expect(piledUp - buffer.level).toBeGreaterThan(48 * 80);
  expect(largestStep(heard.slice(48_000))).toBeLessThan(STEEPEST * 1.3);
});
