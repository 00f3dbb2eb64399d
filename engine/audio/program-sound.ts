import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';

/**
 * What the mix reads a camera's sound from. `read` gives exactly `count` frames of interleaved stereo, -1 to
 * 1.
 */
export interface SoundSource {
  read(out: Float32Array, count: number): void;
  rest(): void;
}

export interface Voice {
  id: string;
  source: SoundSource;
  /** Level at the end of this tick, 0 to 1. */
  level: number;
  /**
   * Reached in a straight line through the whole tick, as in a transition; otherwise by the ramp of a cut.
   */
  glides: boolean;
}

/** Long enough not to click, short enough to be a cut. */
const RAMP_FRAMES = AUDIO_RATE_HZ / 50;
const MAX_TICK_FRAMES = AUDIO_RATE_HZ / 10;

/**
 * Mixes the program's sound tick by tick, sample-exact: audible voices come in and go out by a ramp of 20 ms.
 */
export class ProgramSound {
  readonly #fps: number;
  readonly #gains = new Map<string, number>();
  readonly #mix = new Float32Array(MAX_TICK_FRAMES * AUDIO_CHANNELS);
  readonly #voice = new Float32Array(MAX_TICK_FRAMES * AUDIO_CHANNELS);
  readonly #limiter = new Limiter();
  readonly #out: Int16Array;
  #level = 1;

  constructor(fps: number) {
    this.#fps = fps;
    this.#out = new Int16Array((Math.ceil(AUDIO_RATE_HZ / fps) + 1) * AUDIO_CHANNELS);
  }

  /**
   * The sound of one tick, interleaved s16 stereo; the array is reused by the next call. `level` (0 to 1) is
   * the fade of the whole program at the end of this tick, reached in a straight line from that of the tick
   * before.
   */
  next(tick: number, voices: readonly Voice[], level: number): Int16Array {
    const count = samplesOf(tick, this.#fps);
    this.#mix.fill(0, 0, count * AUDIO_CHANNELS);
    for (const voice of voices) this.#add(voice, count);
    this.#forgetOthers(voices);
    this.#fade(count, level);
    this.#limiter.process(this.#mix, count);
    for (let i = 0; i < count * AUDIO_CHANNELS; i += 1) {
      this.#out[i] = Math.round((this.#mix[i] ?? 0) * 32_767);
    }
    return this.#out.subarray(0, count * AUDIO_CHANNELS);
  }

  #add({ id, source, level: target, glides }: Voice, count: number): void {
    let gain = this.#gains.get(id) ?? 0;
    if (gain === 0 && target === 0) return source.rest();
    source.read(this.#voice, count);
    const step = glides ? (target - gain) / count : (target > gain ? 1 : -1) / RAMP_FRAMES;
    const toward = step > 0 ? Math.min : Math.max;
    for (let i = 0; i < count; i += 1) {
      if (gain !== target) gain = toward(target, gain + step);
      const at = i * AUDIO_CHANNELS;
      this.#mix[at] = (this.#mix[at] ?? 0) + (this.#voice[at] ?? 0) * gain;
      this.#mix[at + 1] = (this.#mix[at + 1] ?? 0) + (this.#voice[at + 1] ?? 0) * gain;
    }
    this.#gains.set(id, glides ? target : gain);
  }

  #forgetOthers(voices: readonly Voice[]): void {
    if (this.#gains.size <= voices.length) return;
    for (const id of this.#gains.keys()) {
      if (!voices.some((voice) => voice.id === id)) this.#gains.delete(id);
    }
  }

  #fade(count: number, level: number): void {
    if (level === 1 && this.#level === 1) return;
    const step = (level - this.#level) / count;
    for (let i = 0; i < count; i += 1) {
      const gain = this.#level + step * (i + 1);
      const at = i * AUDIO_CHANNELS;
      this.#mix[at] = (this.#mix[at] ?? 0) * gain;
      this.#mix[at + 1] = (this.#mix[at + 1] ?? 0) * gain;
    }
    this.#level = level;
  }
}

/** Number of the first sample of a tick, counted from the start of the program, per channel. */
export function firstSampleOf(tick: number, fps: number): number {
  return Math.floor((tick * AUDIO_RATE_HZ) / fps);
}

/**
 * Samples per channel that belong to a tick. Taken as a difference of absolute positions, so that no rate
 * that does not divide 48 000 could ever let sound drift from picture.
 */
export function samplesOf(tick: number, fps: number): number {
  return firstSampleOf(tick + 1, fps) - firstSampleOf(tick, fps);
}

/** -1 dBFS leaves room for the overshoot of lossy encoders (EBU R 128 allows no more than -1 dBTP). */
const CEILING = 10 ** (-1 / 20);
/** Slow enough not to distort low notes, fast enough not to be heard as a hole. */
const RELEASE_MS = 80;

/**
 * Limits peaks to -1 dBFS with one gain for both channels: down at once, up slowly. Lower levels pass
 * unchanged.
 */
export class Limiter {
  #gain = 1;
  readonly #release = 1 - Math.exp(-1000 / (RELEASE_MS * AUDIO_RATE_HZ));

  /** Works in place on `count` frames of interleaved stereo, -1 to 1. */
  process(samples: Float32Array, count: number): void {
    for (let i = 0; i < count; i += 1) {
      const at = i * AUDIO_CHANNELS;
      const left = samples[at] ?? 0;
      const right = samples[at + 1] ?? 0;
      const peak = Math.max(Math.abs(left), Math.abs(right));
      this.#gain += (1 - this.#gain) * this.#release;
      if (peak * this.#gain > CEILING) this.#gain = CEILING / peak;
      samples[at] = left * this.#gain;
      samples[at + 1] = right * this.#gain;
    }
  }
}
