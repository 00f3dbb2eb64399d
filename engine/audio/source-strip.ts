import { GAIN_DB, type SourceControls } from '../../contract/sound';
import { AUDIO_CHANNELS } from '../../core/encoding';
import { DelayLine } from './delay-line';
import { LowCut } from './low-cut';
import { gainOf, MAX_TICK_FRAMES, RAMP_FRAMES } from './timing';

/**
 * What the mix reads a camera's sound from. `read` gives exactly `count` frames of interleaved stereo, -1 to
 * 1.
 */
export interface SoundSource {
  read(out: Float32Array, count: number): void;
  rest(): void;
}

/** Two gains that follow their targets in a straight line of 20 ms. */
export class GainRamp {
  left: number;
  right: number;
  #toLeft: number;
  #toRight: number;
  #frames = 0;

  constructor(left: number, right: number) {
    this.left = this.#toLeft = left;
    this.right = this.#toRight = right;
  }

  aim(left: number, right: number): void {
    if (left === this.#toLeft && right === this.#toRight) return;
    this.#toLeft = left;
    this.#toRight = right;
    this.#frames = RAMP_FRAMES;
  }

  /** One frame further. */
  step(): void {
    if (this.#frames === 0) return;
    this.left += (this.#toLeft - this.left) / this.#frames;
    this.right += (this.#toRight - this.right) / this.#frames;
    this.#frames -= 1;
  }
}

/** Scratch memory of all strips: they run one after the other. */
const samples = new Float32Array(MAX_TICK_FRAMES * AUDIO_CHANNELS);

/** One source on its way into the mix: low cut, delay, fader and pan, and the ramp by which it is cut in. */
export class SourceStrip {
  readonly #lowCut = new LowCut();
  readonly #delay = new DelayLine();
  readonly #gains: GainRamp;
  #level = 0;

  constructor(controls: SourceControls) {
    const [left, right] = gainsOf(controls);
    this.#gains = new GainRamp(left, right);
  }

  /**
   * Adds `count` frames of the source to `mix`.
   *
   * @param target the level at the end of this tick, 0 to 1
   * @param glides reached in a straight line through the whole tick; otherwise by the ramp of a cut
   */
  add(
    mix: Float32Array,
    count: number,
    source: SoundSource,
    controls: SourceControls,
    { target, glides }: { target: number; glides: boolean },
  ): void {
    const isSilent = this.#level === 0 && target === 0;
    // Read all the time when delayed: a cut to it is heard at once, and not after the delay.
    if (isSilent && controls.delayMs === 0 && !this.#delay.isUsed) {
      this.#lowCut.reset();
      return source.rest();
    }
    source.read(samples, count);
    this.#lowCut.process(samples, count, controls.lowCut ? controls.lowCutHz : null);
    this.#delay.process(samples, count, controls.delayMs);
    const [left, right] = gainsOf(controls);
    this.#gains.aim(left, right);
    if (!isSilent) this.#mixInto(mix, count, target, glides);
  }

  #mixInto(mix: Float32Array, count: number, target: number, glides: boolean): void {
    const gains = this.#gains;
    let level = this.#level;
    const step = glides ? (target - level) / count : (target > level ? 1 : -1) / RAMP_FRAMES;
    const toward = step > 0 ? Math.min : Math.max;
    for (let i = 0; i < count; i += 1) {
      if (level !== target) level = toward(target, level + step);
      gains.step();
      const at = i * AUDIO_CHANNELS;
      mix[at] = (mix[at] ?? 0) + (samples[at] ?? 0) * level * gains.left;
      mix[at + 1] = (mix[at + 1] ?? 0) + (samples[at + 1] ?? 0) * level * gains.right;
    }
    this.#level = glides ? target : level;
  }
}

/**
 * Pan is a balance with the law of a sine: in the middle both sides pass unchanged, and it turns down the
 * other side only. A phone's sound is the same on both sides, so this is also where it is heard.
 */
function gainsOf({ gainDb, pan }: SourceControls): [left: number, right: number] {
  const gain = gainOf(gainDb, GAIN_DB.min);
  const other = Math.abs(pan) === 1 ? 0 : Math.cos((Math.abs(pan) * Math.PI) / 2);
  return [pan > 0 ? gain * other : gain, pan < 0 ? gain * other : gain];
}
