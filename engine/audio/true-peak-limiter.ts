import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { MAX_TICK_FRAMES } from './timing';

/**
 * EBU R 128 allows no more than -1 dBTP. The limit lies lower by what the detector can miss: it looks at
 * four points a sample, with a filter of finite length.
 */
const LIMIT = 10 ** (-1.2 / 20);
/** Slow enough not to distort low notes, fast enough not to be heard as a hole. */
const RELEASE_MS = 80;

/**
 * How much later than it came sound leaves: the limiter turns down before the peak and not at it. The
 * encoder stamps sound earlier by it, so that it stays with its picture.
 */
export const SOUND_DELAY_MS = 2;
const DELAY = (SOUND_DELAY_MS * AUDIO_RATE_HZ) / 1000;
/**
 * Four points a sample, as ITU-R BS.1770-4 (Annex 2) asks for: the sample, and three after it by a windowed
 * sinc. The filter of 12 taps that the annex gives as an example misses 1.7 dB of noise up to 24 kHz.
 */
const TAPS = 24;
const BETWEEN = [0.25, 0.5, 0.75];
/** Of a Kaiser window: how much of the band is right against how exactly. */
const BETA = 6;
/** The points lie between the two samples in the middle of the filter; so many are newer. */
const NEWER = TAPS / 2 - 1;
const COEFFICIENTS = new Float64Array(BETWEEN.flatMap(tapsOf));
/** No point between samples is higher than their peak by more than this factor. */
const OVERSHOOT = Math.max(
  ...BETWEEN.map((part) => tapsOf(part).reduce((sum, tap) => sum + Math.abs(tap), 0)),
);

/** By age of the sample, the newest first. */
function tapsOf(part: number): number[] {
  return Array.from({ length: TAPS }, (_, age) => {
    // Distance of the point from the sample.
    const x = part - (NEWER + 1 - age);
    const sinc = Math.sin(Math.PI * x) / (Math.PI * x);
    return (sinc * bessel(BETA * Math.sqrt(1 - (x / (TAPS / 2)) ** 2))) / bessel(BETA);
  });
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** The gain goes down in a straight line over so many frames. */
const GLIDE = DELAY - NEWER;
/** A gain holds for both frames that its peak lies between. */
const HOLD = GLIDE + 1;

/** Frames of the past that are looked at. */
const PAST = 128;

/**
 * Limits true peaks to -1 dBTP, with one gain for both channels: down ahead of the peak, up slowly. Lower
 * levels pass unchanged, `SOUND_DELAY_MS` later.
 */
export class TruePeakLimiter {
  readonly #release = 1 - Math.exp(-1000 / (RELEASE_MS * AUDIO_RATE_HZ));
  readonly #left = new Float64Array(PAST + MAX_TICK_FRAMES);
  readonly #right = new Float64Array(PAST + MAX_TICK_FRAMES);
  readonly #smallest = new SlidingMinimum(HOLD);
  readonly #mean = new SlidingMean(GLIDE);
  /** What is allowed by the peaks so far, with its release. */
  #allowed = 1;
  /** Frames since there was last anything to do. */
  #idle = Number.POSITIVE_INFINITY;
  /** Frames for which a loud sample is still within the filter. */
  #loud = 0;
  #lowest = 1;

  /** Works in place on `count` frames of interleaved stereo, -1 to 1 and beyond. */
  process(samples: Float32Array, count: number): void {
    const [left, right] = [this.#left, this.#right];
    for (let i = 0; i < count; i += 1) {
      left[PAST + i] = samples[i * AUDIO_CHANNELS] ?? 0;
      right[PAST + i] = samples[i * AUDIO_CHANNELS + 1] ?? 0;
    }
    for (let i = 0; i < count; i += 1) {
      const gain = this.#gainAt(PAST + i);
      const at = i * AUDIO_CHANNELS;
      samples[at] = (left[PAST + i - DELAY] ?? 0) * gain;
      samples[at + 1] = (right[PAST + i - DELAY] ?? 0) * gain;
    }
    left.copyWithin(0, count, count + PAST);
    right.copyWithin(0, count, count + PAST);
  }

  takeReductionDb(): number {
    const lowest = this.#lowest;
    this.#lowest = 1;
    return lowest === 1 ? 0 : -20 * Math.log10(lowest);
  }

  /** The gain for the frame that is `DELAY` older than the one at `at`. */
  #gainAt(at: number): number {
    const sample = Math.max(Math.abs(this.#left[at] ?? 0), Math.abs(this.#right[at] ?? 0));
    if (sample * OVERSHOOT > LIMIT) this.#loud = TAPS;
    else if (this.#loud > 0) this.#loud -= 1;
    let wanted = 1;
    if (this.#loud > 0) {
      const own = Math.max(Math.abs(this.#left[at - NEWER] ?? 0), Math.abs(this.#right[at - NEWER] ?? 0));
      const peak = Math.max(own, peakAt(this.#left, at), peakAt(this.#right, at));
      if (peak > LIMIT) wanted = LIMIT / peak;
    }
    const released = this.#allowed + (1 - this.#allowed) * this.#release;
    this.#allowed = Math.min(wanted, released > 0.999_99 ? 1 : released);
    if (this.#allowed === 1) {
      this.#idle += 1;
      if (this.#idle > HOLD + GLIDE) return 1;
    } else {
      if (this.#idle > HOLD + GLIDE) this.#begin();
      this.#idle = 0;
    }
    const gain = Math.min(1, this.#mean.add(this.#smallest.add(this.#allowed)));
    if (gain < this.#lowest) this.#lowest = gain;
    return gain;
  }

  #begin(): void {
    this.#smallest.reset(1);
    this.#mean.reset(1);
  }
}

/** The highest of the points between two samples, from the filter that ends at `at`. */
function peakAt(samples: Float64Array, at: number): number {
  let peak = 0;
  for (let phase = 0; phase < COEFFICIENTS.length; phase += TAPS) {
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap += 1) {
      sum += (COEFFICIENTS[phase + tap] ?? 0) * (samples[at - tap] ?? 0);
    }
    const level = sum < 0 ? -sum : sum;
    if (level > peak) peak = level;
  }
  return peak;
}

/** The smallest of the last `length` values, in constant time: candidates in rising order. */
class SlidingMinimum {
  readonly #values: Float64Array;
  readonly #times: Float64Array;
  readonly #length: number;
  #first = 0;
  #count = 0;
  #time = 0;

  constructor(length: number) {
    this.#length = length;
    this.#values = new Float64Array(length + 1);
    this.#times = new Float64Array(length + 1);
  }

  reset(value: number): void {
    this.#first = this.#count = this.#time = 0;
    this.add(value);
  }

  add(value: number): number {
    const size = this.#values.length;
    while (this.#count > 0 && (this.#values[(this.#first + this.#count - 1) % size] ?? 0) >= value) {
      this.#count -= 1;
    }
    const last = (this.#first + this.#count) % size;
    this.#values[last] = value;
    this.#times[last] = this.#time;
    this.#count += 1;
    if ((this.#times[this.#first] ?? 0) <= this.#time - this.#length) {
      this.#first = (this.#first + 1) % size;
      this.#count -= 1;
    }
    this.#time += 1;
    return this.#values[this.#first] ?? value;
  }
}

/** The mean of the last `length` values. */
class SlidingMean {
  readonly #values: Float64Array;
  #sum = 0;
  #next = 0;

  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  reset(value: number): void {
    this.#values.fill(value);
    this.#sum = value * this.#values.length;
  }

  add(value: number): number {
    this.#sum += value - (this.#values[this.#next] ?? 0);
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#values.length;
    return this.#sum / this.#values.length;
  }
}
