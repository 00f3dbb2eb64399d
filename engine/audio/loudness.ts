import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { StereoBiquad } from './biquad';
import { LoudnessHistogram } from './loudness-histogram';
import { MAX_TICK_FRAMES } from './timing';

/** EBU R 128. Null where there is nothing to measure yet, or nothing but silence. */
export interface Loudness {
  /** Of the last 400 ms, LUFS. */
  momentary: number | null;
  /** Of the last 3 s, LUFS. */
  shortTerm: number | null;
  /** Of all since the measurement began, LUFS. */
  integrated: number | null;
  /** Loudness range (LRA, EBU Tech 3342) since then, LU. */
  range: number | null;
}

/** ITU-R BS.1770-4, tables 1 and 2, at 48 kHz: the head as a shelf, and a high-pass. */
const HEAD = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
};
const LOWS = { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 };

/** Blocks of 400 ms overlap by 75 %: a step is 100 ms. */
const STEP_FRAMES = AUDIO_RATE_HZ / 10;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;
const STEPS_A_SECOND = 10;
/** Ten minutes. */
const LINE_SECONDS = 600;
/** Quieter blocks do not count in either measure. */
const ABSOLUTE_GATE_LUFS = -70;
/** And neither do those that are quieter by this than the mean of the others. */
const INTEGRATED_GATE_LU = -10;
const RANGE_GATE_LU = -20;

/** Loudness of interleaved stereo at 48 kHz, in bounded memory however long it runs. */
export class LoudnessMeter {
  readonly #weighted = new Float32Array(MAX_TICK_FRAMES * AUDIO_CHANNELS);
  readonly #head = new StereoBiquad(HEAD);
  readonly #lows = new StereoBiquad(LOWS);
  /** Power of the last 3 s in steps, the newest last. */
  #steps: number[] = [];
  #power = 0;
  #frames = 0;
  #momentary = new LoudnessHistogram();
  #shortTerm = new LoudnessHistogram();
  #line: (number | null)[] = [];
  #stepsToSecond = STEPS_A_SECOND;

  /** `count` frames, -1 to 1, at most a tick's. */
  add(samples: Float32Array, count: number): void {
    const weighted = this.#weighted;
    this.#head.process(samples, weighted, count);
    this.#lows.process(weighted, weighted, count);
    let power = this.#power;
    let frames = this.#frames;
    for (let at = 0; at < count * AUDIO_CHANNELS; at += AUDIO_CHANNELS) {
      const left = weighted[at] ?? 0;
      const right = weighted[at + 1] ?? 0;
      power += left * left + right * right;
      frames += 1;
      if (frames < STEP_FRAMES) continue;
      this.#step(power / STEP_FRAMES);
      power = 0;
      frames = 0;
    }
    this.#power = power;
    this.#frames = frames;
  }

  read(): Loudness {
    return {
      momentary: lufsOrNull(this.#meanOf(MOMENTARY_STEPS)),
      shortTerm: lufsOrNull(this.#meanOf(SHORT_TERM_STEPS)),
      integrated: lufsOrNull(this.#momentary.meanAbove(INTEGRATED_GATE_LU)),
      range: this.#shortTerm.spread(RANGE_GATE_LU, 0.1, 0.95),
    };
  }

  /** Short-term loudness at the end of each of the last 600 seconds, the newest last. */
  line(): readonly (number | null)[] {
    return this.#line;
  }

  /** Begins integrated loudness and range again; the line goes on. */
  reset(): void {
    this.#momentary = new LoudnessHistogram();
    this.#shortTerm = new LoudnessHistogram();
    this.#steps = [];
    this.#power = 0;
    this.#frames = 0;
  }

  #step(power: number): void {
    this.#steps.push(power);
    if (this.#steps.length > SHORT_TERM_STEPS) this.#steps.shift();
    this.#count(this.#momentary, MOMENTARY_STEPS);
    this.#count(this.#shortTerm, SHORT_TERM_STEPS);
    this.#stepsToSecond -= 1;
    if (this.#stepsToSecond > 0) return;
    this.#stepsToSecond = STEPS_A_SECOND;
    this.#line.push(lufsOrNull(this.#meanOf(SHORT_TERM_STEPS)));
    if (this.#line.length > LINE_SECONDS) this.#line.shift();
  }

  #count(histogram: LoudnessHistogram, steps: number): void {
    const power = this.#meanOf(steps);
    if (power !== null && lufsOf(power) >= ABSOLUTE_GATE_LUFS) histogram.add(power, lufsOf(power));
  }

  /** Null until there are so many steps. */
  #meanOf(steps: number): number | null {
    if (this.#steps.length < steps) return null;
    let sum = 0;
    for (let i = this.#steps.length - steps; i < this.#steps.length; i += 1) sum += this.#steps[i] ?? 0;
    return sum / steps;
  }
}

/** From the sum of both channels' mean squares. */
export const lufsOf = (power: number) => -0.691 + 10 * Math.log10(power);

const lufsOrNull = (power: number | null) =>
  power === null || lufsOf(power) < ABSOLUTE_GATE_LUFS ? null : lufsOf(power);
