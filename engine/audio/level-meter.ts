import { AUDIO_CHANNELS } from '../../core/encoding';

/** Below the smallest 16-bit sample there is nothing to show. */
export const SILENCE_DB = -100;

/** Over the time since it was read before. Peaks and means are of the louder channel, dBFS. */
export interface Levels {
  peakDb: number;
  rmsDb: number;
  /** Whether samples were at full scale: what was louder is cut off there. */
  clipped: boolean;
}

/** A single sample at full scale is no distortion that anybody hears; some in a row are. */
const CLIPPED_IN_A_ROW = 3;
/** The highest level that 16 bits hold. */
const FULL_SCALE = 32_767 / 32_768;

/** Measures peak and mean level of interleaved stereo, -1 to 1 or s16, between two reads. */
export class LevelMeter {
  readonly #peaks = [0, 0];
  readonly #squares = [0, 0];
  readonly #runs = [0, 0];
  #frames = 0;
  #clipped = false;

  add(samples: Float32Array | Int16Array, count = samples.length / AUDIO_CHANNELS): void {
    const scale = samples instanceof Int16Array ? 1 / 32_768 : 1;
    const full = FULL_SCALE / scale;
    for (let channel = 0; channel < AUDIO_CHANNELS; channel += 1) {
      let peak = 0;
      let squares = 0;
      let run = this.#runs[channel] ?? 0;
      for (let at = channel; at < count * AUDIO_CHANNELS; at += AUDIO_CHANNELS) {
        const sample = samples[at] ?? 0;
        const level = sample < 0 ? -sample : sample;
        if (level > peak) peak = level;
        squares += sample * sample;
        run = level >= full ? run + 1 : 0;
        if (run >= CLIPPED_IN_A_ROW) this.#clipped = true;
      }
      this.#runs[channel] = run;
      this.#peaks[channel] = Math.max(this.#peaks[channel] ?? 0, peak * scale);
      this.#squares[channel] = (this.#squares[channel] ?? 0) + squares * scale * scale;
    }
    this.#frames += count;
  }

  take(): Levels {
    const mean = this.#frames > 0 ? Math.sqrt(Math.max(...this.#squares) / this.#frames) : 0;
    const levels = { peakDb: dbOf(Math.max(...this.#peaks)), rmsDb: dbOf(mean), clipped: this.#clipped };
    this.#peaks.fill(0);
    this.#squares.fill(0);
    this.#frames = 0;
    this.#clipped = false;
    return levels;
  }
}

/** To a tenth of a dB. */
const dbOf = (level: number) =>
  level === 0 ? SILENCE_DB : Math.max(SILENCE_DB, Math.round(200 * Math.log10(level)) / 10);
