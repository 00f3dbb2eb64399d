import { expect, test } from 'vitest';
import { SOUND_DELAY_MS, TruePeakLimiter } from './true-peak-limiter';

const RATE = 48_000;
const LATER = SOUND_DELAY_MS * 48;
const BLOCK = 1600;

/** What comes out of the limiter, mono. */
function limited(signal: (frame: number) => number, frames: number): Float64Array {
  const limiter = new TruePeakLimiter();
  const out = new Float64Array(frames);
  const block = new Float32Array(BLOCK * 2);
  for (let from = 0; from < frames; from += BLOCK) {
    for (let i = 0; i < BLOCK; i += 1) block[i * 2] = block[i * 2 + 1] = signal(from + i);
    limiter.process(block, BLOCK);
    for (let i = 0; i < BLOCK && from + i < frames; i += 1) out[from + i] = block[i * 2] ?? 0;
  }
  return out;
}

/** Samples on either side that a point between two of them is made from. */
const REACH = 48;
/** Of points at every sixteenth of a sample: a windowed sinc. */
const SINC = Array.from({ length: 16 }, (_, part) =>
  Float64Array.from({ length: 2 * REACH }, (_, i) => {
    const x = part / 16 - (i - REACH + 1);
    const window = 0.5 * (1 + Math.cos((Math.PI * x) / (REACH + 1)));
    return x === 0 ? 1 : (Math.sin(Math.PI * x) / (Math.PI * x)) * window;
  }),
);

/** The highest point of the band-limited signal between its samples, at 16 times the rate, dBTP. */
function truePeakDb(samples: Float64Array): number {
  let peak = 0;
  for (let at = REACH; at < samples.length - REACH; at += 1) {
    // Only where something can be high.
    if (Math.abs(samples[at] ?? 0) < 0.4) continue;
    for (const taps of SINC) {
      let sum = 0;
      for (let i = 0; i < taps.length; i += 1) sum += (samples[at - REACH + 1 + i] ?? 0) * (taps[i] ?? 0);
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return 20 * Math.log10(peak);
}

let seed = 7;
const random = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};

let last = 0;

const LOUD: Record<string, (frame: number) => number> = {
  // Its samples miss its peaks by 3 dB.
  'a quarter of the rate between its samples': (n) => 2 * Math.sin((Math.PI * n) / 2 + Math.PI / 4),
  'a tone of 997 Hz at +12 dB': (n) => 4 * Math.sin((2 * Math.PI * 997 * n) / RATE),
  // Without what no converter passes, above 20 kHz; `loudness.test` has noise of the whole band.
  'noise at +6 dB': () => {
    const before = last;
    last = 4 * (random() - 0.5);
    return before + last;
  },
  'bursts out of silence': (n) =>
    Math.floor(n / 4000) % 2 ? 3 * Math.sin((2 * Math.PI * 3000 * n) / RATE) : 0,
  'single clicks': (n) => (n % 3000 === 1500 ? 2.5 : 0),
  'a square of 440 Hz': (n) => (Math.floor((n * 880) / RATE) % 2 ? 1.8 : -1.8),
};

test.each(Object.entries(LOUD))('%s stays under -1 dBTP', (_, signal) => {
  const peakDb = truePeakDb(limited(signal, RATE / 4));
  expect(peakDb).toBeLessThan(-1);
  // And is not turned down for nothing.
  expect(peakDb).toBeGreaterThan(-2.5);
});

test('what is lower passes to the bit, later by the look-ahead', () => {
  const signal = (n: number) => Math.fround(0.4 * Math.sin((2 * Math.PI * 440 * n) / RATE));
  const out = limited(signal, RATE);
  const changed = out.slice(LATER).findIndex((value, n) => value !== signal(n));
  expect(changed).toBe(-1);
});

test('a peak is turned down ahead of it and let go slowly, without a jump of the gain', () => {
  const limiter = new TruePeakLimiter();
  const block = new Float32Array(BLOCK * 2);
  const gains: number[] = [];
  for (let from = 0; from < RATE; from += BLOCK) {
    for (let i = 0; i < BLOCK; i += 1) block[i * 2] = block[i * 2 + 1] = from === BLOCK * 5 ? 0.99 : 0.2;
    limiter.process(block, BLOCK);
    for (let i = 0; i < BLOCK; i += 1) {
      const at = from + i - LATER;
      const was = at >= BLOCK * 5 && at < BLOCK * 6 ? 0.99 : 0.2;
      if (at >= 0) gains.push((block[i * 2] ?? 0) / was);
    }
  }
  const steps = gains.slice(1).map((gain, i) => Math.abs(gain - (gains[i] ?? 0)));
  expect(Math.max(...steps)).toBeLessThan(0.004);
  expect(gains.at(-1)).toBeCloseTo(1, 3);
  expect(limiter.takeReductionDb()).toBeGreaterThan(0.9);
  expect(limiter.takeReductionDb()).toBe(0);
});
