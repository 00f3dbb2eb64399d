import { expect, test } from 'vitest';
import { FRESH_SOURCE, type MasterControls, type SourceControls } from '../../contract/sound';
import { ProgramSound, type Voice } from './program-sound';
import type { SoundSource } from './source-strip';
import { firstSampleOf, samplesOf } from './timing';
import { SOUND_DELAY_MS } from './true-peak-limiter';

const FPS = 30;
const FULL = 32_767;
/** Samples by which everything comes later, through the limiter. */
const LATER = SOUND_DELAY_MS * 48;

function voice(
  source: SoundSource,
  more: Partial<Voice> = {},
  controls: Partial<SourceControls> = {},
): Voice {
  const all = { ...FRESH_SOURCE, ...controls };
  return { id: 'a', source, level: 1, glides: false, fades: true, controls: all, ...more };
}

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
  const samples = new ProgramSound(FPS).next(0, [voice(constant(1), { level: 0 })], 1);
  expect(samples.length).toBe(3200);
  expect(samples.every((sample) => sample === 0)).toBe(true);
});

test('a cut goes from one voice to the other in a ramp of 20 ms, without a jump', () => {
  const sound = new ProgramSound(FPS);
  const voices = (onAir: string) => [
    voice(constant(0.5), { level: onAir === 'a' ? 1 : 0 }),
    voice(constant(-0.5), { id: 'b', level: onAir === 'b' ? 1 : 0 }),
  ];
  const heard = [...left(sound.next(0, voices('a'), 1)), ...left(sound.next(1, voices('b'), 1))];
  expect(heard[LATER]).toBeCloseTo(0, 2);
  expect(heard[LATER + 960]).toBeCloseTo(0.5, 2);
  expect(heard[LATER + 1600 + 480]).toBeCloseTo(0, 2);
  expect(heard[LATER + 1600 + 960]).toBeCloseTo(-0.5, 2);
  expect(largestStep(heard)).toBeLessThan(0.0025);
});

test('the fade of the program takes the sound with it, without a jump', () => {
  const sound = new ProgramSound(FPS);
  const voices = [voice(constant(0.5))];
  const heard = [1, 1, 0.5, 0, 0, 0.5, 1, 1].flatMap((level, tick) => left(sound.next(tick, voices, level)));
  expect(heard[LATER + 4 * 1600 + 800]).toBe(0);
  expect(heard.at(-1)).toBeCloseTo(0.5, 2);
  expect(largestStep(heard)).toBeLessThan(0.0025);
});

test('peaks stay under -1 dBFS, quiet sound passes as it is', () => {
  const loud = new ProgramSound(FPS);
  const peaks = [0, 1, 2].flatMap((tick) => left(loud.next(tick, [voice(constant(1.5))], 1)));
  expect(Math.max(...peaks)).toBeLessThan(10 ** (-1 / 20) + 0.001);
  const quiet = new ProgramSound(FPS);
  quiet.next(0, [voice(constant(0.25))], 1);
  expect(left(quiet.next(1, [voice(constant(0.25))], 1)).at(-1)).toBeCloseTo(0.25, 4);
});

/** Amplitude at the end of some ticks of a steady source, with one set of controls and then another. */
function heardWith(
  ticks: [SourceControls | Partial<SourceControls>, MasterControls?][],
  source: SoundSource = constant(0.2),
): { ends: number[]; step: number; right: number[] } {
  const sound = new ProgramSound(FPS);
  const all: number[] = [];
  const right: number[] = [];
  const ends = ticks.map(([controls, master], tick) => {
    const samples = sound.next(tick, [voice(source, {}, controls)], 1, master);
    all.push(...left(samples));
    right.push((samples.at(-1) ?? 0) / FULL);
    return all.at(-1) ?? 0;
  });
  return { ends, step: largestStep(all), right };
}

const db = (value: number, from: number) => 20 * Math.log10(value / from);

test('a fader is right to a hundredth of a dB, gets there without a jump, and is silent at its lowest', () => {
  const { ends, step } = heardWith([
    [{}],
    [{}],
    [{ gainDb: 6 }],
    [{ gainDb: 6 }],
    [{ gainDb: -20 }],
    [{ gainDb: -20 }],
    [{ gainDb: -60 }],
    [{ gainDb: -60 }],
  ]);
  expect(db(ends[3] ?? 0, 0.2)).toBeCloseTo(6, 1);
  expect(db(ends[5] ?? 0, 0.2)).toBeCloseTo(-20, 1);
  expect(ends[7]).toBe(0);
  expect(step).toBeLessThan(0.002);
});

test('the master fader and its mute take everything, without a jump', () => {
  const { ends, step } = heardWith([
    [{}],
    [{}],
    [{}, { gainDb: -12, muted: false }],
    [{}, { gainDb: -12, muted: false }],
    [{}, { gainDb: -12, muted: true }],
    [{}, { gainDb: -12, muted: true }],
    [{}],
    [{}],
  ]);
  expect(db(ends[3] ?? 0, 0.2)).toBeCloseTo(-12, 1);
  expect(ends[5]).toBe(0);
  expect(ends[7]).toBeCloseTo(0.2, 3);
  expect(step).toBeLessThan(0.002);
});

test('pan turns down the other side alone, and in the middle neither', () => {
  const { ends, right } = heardWith([
    [{ pan: 0 }],
    [{ pan: 0 }],
    [{ pan: 1 }],
    [{ pan: 1 }],
    [{ pan: -0.5 }],
    [{ pan: -0.5 }],
  ]);
  expect([ends[1], right[1]]).toEqual([expect.closeTo(0.2, 3), expect.closeTo(0.2, 3)]);
  expect([ends[3], right[3]]).toEqual([0, expect.closeTo(0.2, 3)]);
  expect(ends[5]).toBeCloseTo(0.2, 3);
  expect(db(right[5] ?? 0, 0.2)).toBeCloseTo(-3.01, 1);
});

test('a source that is muted falls silent by a ramp, and so does one whose microphone is not followed', () => {
  const { ends, step } = heardWith([[{}], [{}], [{ muted: true }], [{ muted: true }], [{}], [{}]]);
  expect([ends[1], ends[3], ends[5]]).toEqual([expect.closeTo(0.2, 3), 0, expect.closeTo(0.2, 3)]);
  expect(step).toBeLessThan(0.002);
});

/** A sine that goes on from read to read; `at` is how many frames were read. */
function sine(hz: number, amplitude: number): SoundSource & { at: number } {
  return {
    at: 0,
    read(out, count) {
      for (let i = 0; i < count; i += 1) {
        out[i * 2] = out[i * 2 + 1] = amplitude * Math.sin((2 * Math.PI * hz * (this.at + i)) / 48_000);
      }
      this.at += count;
    },
    rest: () => undefined,
  };
}

test('a delay is right to the sample, and every change of it is free of clicks', () => {
  const sound = new ProgramSound(FPS);
  /** Silence with one sample that is not. */
  const pulse = (at: number): SoundSource => {
    let read = 0;
    return {
      read(out, count) {
        out.fill(0, 0, count * 2);
        if (at >= read && at < read + count) out[(at - read) * 2] = 0.5;
        read += count;
      },
      rest: () => undefined,
    };
  };
  const source = pulse(10_000);
  const heard = Array.from({ length: 80 }, (_, tick) =>
    left(sound.next(tick, [voice(source, {}, { delayMs: 1500 })], 1)),
  ).flat();
  expect(heard.findIndex((value) => value > 0.1)).toBe(10_000 + LATER + 1500 * 48);

  const steady = sine(200, 0.2);
  const delays = [0, 0, 0, 500, 500, 500, 2000, 2000, 40, 40, 0, 0, 0].flatMap((ms) => Array(10).fill(ms));
  const changed = delays.map((delayMs): [Partial<SourceControls>] => [{ delayMs }]);
  // A sine of 200 Hz moves by 0.0053 a sample; two of them at most by twice that.
  expect(heardWith(changed, steady).step).toBeLessThan(0.0107);
});

test('a delayed source that is cut to is heard at once', () => {
  const sound = new ProgramSound(FPS);
  const source = constant(0.2);
  for (let tick = 0; tick < 40; tick += 1) {
    sound.next(tick, [voice(source, { level: 0 }, { delayMs: 1000 })], 1);
  }
  expect(left(sound.next(40, [voice(source, {}, { delayMs: 1000 })], 1)).at(-1)).toBeCloseTo(0.2, 3);
});

test.each([
  [40, -12.3, 1],
  [80, -3, 0.3],
  [1000, 0, 0.1],
])('the low cut turns %i Hz down by %f dB', (hz, expected, within) => {
  const sound = new ProgramSound(FPS);
  const source = sine(hz, 0.2);
  let peak = 0;
  for (let tick = 0; tick < 60; tick += 1) {
    const heard = left(sound.next(tick, [voice(source, {}, { lowCut: true })], 1));
    if (tick >= 30) peak = Math.max(peak, ...heard);
  }
  expect(Math.abs(db(peak, 0.2) - expected)).toBeLessThan(within);
});

test('the low cut goes on and off without a click', () => {
  const steps = [false, true, true, false, false, true].flatMap((lowCut) => Array(6).fill(lowCut));
  const { step } = heardWith(
    steps.map((lowCut): [Partial<SourceControls>] => [{ lowCut }]),
    sine(200, 0.2),
  );
  expect(step).toBeLessThan(0.007);
});

test('what does not follow the picture is heard while the program fades to black', () => {
  const sound = new ProgramSound(FPS);
  const voices = [voice(constant(0.2), { fades: false })];
  const ends = [1, 1, 0, 0].map((level, tick) => left(sound.next(tick, voices, level)).at(-1));
  expect(ends.slice(1)).toEqual([0, 1, 2].map(() => expect.closeTo(0.2, 3)));
});

test('a camera that is no longer there falls silent', () => {
  const sound = new ProgramSound(FPS);
  sound.next(0, [voice(constant(1))], 1);
  expect(
    left(sound.next(1, [], 1))
      .slice(LATER)
      .every((sample) => sample === 0),
  ).toBe(true);
});

test.each([25, 30, 50, 60])(
  '1,000 ticks at %i fps hold exactly their share of 48 000 samples a second',
  (fps) => {
    const sound = new ProgramSound(fps);
    let samples = 0;
    for (let tick = 0; tick < 1_000; tick += 1) samples += sound.next(tick, [], 1).length / 2;
    expect(samples).toBe((1_000 * 48_000) / fps);
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
