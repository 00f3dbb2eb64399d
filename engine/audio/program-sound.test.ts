import { expect, test } from 'vitest';
import { firstSampleOf, ProgramSound, samplesOf, type SoundSource } from './program-sound';

const FPS = 30;
const FULL = 32_767;

/** A source that gives one value for ever. */
function constant(value: number): SoundSource {
  return { read: (out, count) => void out.fill(value, 0, count * 2), rest: () => undefined };
}

function left(samples: Int16Array): number[] {
  return Array.from(
    samples.filter((_, i) => i % 2 === 0),
    (sample) => sample / FULL,
  );
}

function largestStep(values: number[]): number {
  return values
    .slice(1)
    .reduce((largest, value, i) => Math.max(largest, Math.abs(value - (values[i] ?? 0))), 0);
}

test('nothing audible is silence, of full length', () => {
  const samples = new ProgramSound(FPS).next(
    0,
    [{ id: 'a', source: constant(1), level: 0, glides: false }],
    1,
  );
  expect(samples.length).toBe(3200);
  expect(samples.every((sample) => sample === 0)).toBe(true);
});

test('a cut goes from one voice to the other in a ramp of 20 ms, without a jump', () => {
  const sound = new ProgramSound(FPS);
  const voices = (onAir: string) => [
    { id: 'a', source: constant(0.5), level: onAir === 'a' ? 1 : 0, glides: false },
    { id: 'b', source: constant(-0.5), level: onAir === 'b' ? 1 : 0, glides: false },
  ];
  const heard = [...left(sound.next(0, voices('a'), 1)), ...left(sound.next(1, voices('b'), 1))];
  expect(heard[0]).toBeCloseTo(0, 2);
  expect(heard[960]).toBeCloseTo(0.5, 2);
  expect(heard[1600 + 480]).toBeCloseTo(0, 2);
  expect(heard[1600 + 960]).toBeCloseTo(-0.5, 2);
  expect(largestStep(heard)).toBeLessThan(0.0025);
});

test('the fade of the program takes the sound with it, without a jump', () => {
  const sound = new ProgramSound(FPS);
  const voices = [{ id: 'a', source: constant(0.5), level: 1, glides: false }];
  const heard = [1, 1, 0.5, 0, 0, 0.5, 1].flatMap((level, tick) => left(sound.next(tick, voices, level)));
  expect(heard[4 * 1600 + 800]).toBe(0);
  expect(heard.at(-1)).toBeCloseTo(0.5, 2);
  expect(largestStep(heard)).toBeLessThan(0.0025);
});

test('peaks stay under -1 dBFS, quiet sound passes as it is', () => {
  const loud = new ProgramSound(FPS);
  const peaks = [0, 1, 2].flatMap((tick) =>
    left(loud.next(tick, [{ id: 'a', source: constant(1.5), level: 1, glides: false }], 1)),
  );
  expect(Math.max(...peaks)).toBeLessThan(10 ** (-1 / 20) + 0.001);
  const quiet = new ProgramSound(FPS);
  quiet.next(0, [{ id: 'a', source: constant(0.25), level: 1, glides: false }], 1);
  expect(
    left(quiet.next(1, [{ id: 'a', source: constant(0.25), level: 1, glides: false }], 1)).at(-1),
  ).toBeCloseTo(0.25, 4);
});

test('a camera that is no longer there falls silent', () => {
  const sound = new ProgramSound(FPS);
  sound.next(0, [{ id: 'a', source: constant(1), level: 1, glides: false }], 1);
  expect(sound.next(1, [], 1).every((sample) => sample === 0)).toBe(true);
});

test.each([25, 30, 50, 60])(
  '10 000 ticks at %i fps hold exactly their share of 48 000 samples a second',
  (fps) => {
    const sound = new ProgramSound(fps);
    let samples = 0;
    for (let tick = 0; tick < 10_000; tick += 1) samples += sound.next(tick, [], 1).length / 2;
    expect(samples).toBe((10_000 * 48_000) / fps);
  },
);

test('a rate that does not divide 48 000 never drifts by more than one sample', () => {
  const fps = 30_000 / 1001;
  let samples = 0;
  for (let tick = 0; tick < 10_000; tick += 1) {
    expect(samples).toBe(firstSampleOf(tick, fps));
    samples += samplesOf(tick, fps);
  }
  expect(Math.abs(samples - (10_000 * 48_000) / fps)).toBeLessThanOrEqual(1);
});
