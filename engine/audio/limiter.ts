import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';

/** -1 dBFS leaves room for the overshoot of lossy encoders (EBU R 128 allows no more than -1 dBTP). */
const CEILING = 10 ** (-1 / 20);
/** Slow enough not to distort low notes, fast enough not to be heard as a hole. */
const RELEASE_MS = 80;

/**
 * Keeps peaks under -1 dBFS with one gain for both channels: down at once, up again slowly. Below that it
 * changes nothing.
 */
export class Limiter {
  private gain = 1;
  private readonly release = 1 - Math.exp(-1000 / (RELEASE_MS * AUDIO_RATE_HZ));

  /** Works in place on `count` frames of interleaved stereo, -1 to 1. */
  process(samples: Float32Array, count: number): void {
    for (let i = 0; i < count; i += 1) {
      const at = i * AUDIO_CHANNELS;
      const left = samples[at] ?? 0;
      const right = samples[at + 1] ?? 0;
      const peak = Math.max(Math.abs(left), Math.abs(right));
      this.gain += (1 - this.gain) * this.release;
      if (peak * this.gain > CEILING) this.gain = CEILING / peak;
      samples[at] = left * this.gain;
      samples[at + 1] = right * this.gain;
    }
  }
}
