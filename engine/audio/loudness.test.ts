import { expect, test } from 'vitest';
import { LoudnessMeter } from './loudness';

const RATE = 48_000;
/** A step of the meter, and whole periods of the tone. */
const BLOCK = 4800;

/** A stereo sine of 1 kHz in phase, in stretches of [dBFS, seconds] (EBU Tech 3341). */
function measured(stretches: [number, number][]): LoudnessMeter {
  const meter = new LoudnessMeter();
  play(meter, stretches);
  return meter;
}

function play(meter: LoudnessMeter, stretches: [number, number][]): void {
  for (const [dbfs, seconds] of stretches) {
    const block = Float32Array.from(
      { length: BLOCK * 2 },
      (_, i) => 10 ** (dbfs / 20) * Math.sin((2 * Math.PI * 1000 * (i >> 1)) / RATE),
    );
    for (let left = Math.round((seconds * RATE) / BLOCK); left > 0; left -= 1) meter.add(block, BLOCK);
  }
}

/** Signals 1 to 5 of EBU Tech 3341, table 1: ±0.1 LU. */
test.each<[number, [number, number][], number]>([
  [1, [[-23, 20]], -23],
  [2, [[-33, 20]], -33],
  [
    3,
    [
      [-36, 10],
      [-23, 60],
      [-36, 10],
    ],
    -23,
  ],
  [
    4,
    [
      [-72, 10],
      [-36, 10],
      [-23, 60],
      [-36, 10],
      [-72, 10],
    ],
    -23,
  ],
  [
    5,
    [
      [-26, 20],
      [-20, 20.1],
      [-26, 20],
    ],
    -23,
  ],
])('EBU Tech 3341, signal %i, is measured right to a tenth of a LU', (number, stretches, expected) => {
  const { momentary, shortTerm, integrated } = measured(stretches).read();
  expect(Math.abs((integrated ?? 0) - expected)).toBeLessThan(0.1);
  if (number > 2) return;
  expect(Math.abs((momentary ?? 0) - expected)).toBeLessThan(0.1);
  expect(Math.abs((shortTerm ?? 0) - expected)).toBeLessThan(0.1);
});

/** Signals 1 to 4 of EBU Tech 3342: ±1 LU. */
test.each<[number, [number, number][], number]>([
  [
    1,
    [
      [-20, 20],
      [-30, 20],
    ],
    10,
  ],
  [
    2,
    [
      [-20, 20],
      [-15, 20],
    ],
    5,
  ],
  [
    3,
    [
      [-40, 20],
      [-20, 20],
    ],
    20,
  ],
  [
    4,
    [
      [-50, 20],
      [-35, 20],
      [-20, 20],
      [-35, 20],
      [-50, 20],
    ],
    15,
  ],
])('EBU Tech 3342, signal %i, has the right range', (_, stretches, expected) => {
  expect(Math.abs((measured(stretches).read().range ?? 0) - expected)).toBeLessThan(1);
});

test('silence has no loudness, and a reset begins the measurement again', () => {
  const meter = measured([[-200, 5]]);
  expect(meter.read()).toEqual({ momentary: null, shortTerm: null, integrated: null, range: null });
  play(meter, [[-10, 10]]);
  expect(meter.read().integrated).toBeGreaterThan(-11);
  meter.reset();
  play(meter, [[-30, 10]]);
  expect(meter.read().integrated).toBeCloseTo(-30, 1);
});

test('the line has a value a second, and the last ten minutes', () => {
  const meter = measured([
    [-23, 10],
    [-33, 10],
  ]);
  const line = meter.line();
  expect(line).toHaveLength(20);
  expect(line.slice(0, 2)).toEqual([null, null]);
  expect(line[9]).toBeCloseTo(-23, 1);
  expect(line[19]).toBeCloseTo(-33, 1);
  play(meter, [[-33, 600]]);
  expect(meter.line()).toHaveLength(600);
});
