import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';

/** Of a second-order filter, scaled so that a0 is 1. */
export interface BiquadCoefficients {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

/** A Butterworth high-pass of second order (12 dB an octave): 3 dB down at its corner. */
export function highPass(cornerHz: number): BiquadCoefficients {
  // Audio EQ Cookbook (R. Bristow-Johnson), Q of 1/√2.
  const w = (2 * Math.PI * cornerHz) / AUDIO_RATE_HZ;
  const alpha = Math.sin(w) * Math.SQRT1_2;
  const cos = Math.cos(w);
  const a0 = 1 + alpha;
  const b = (1 + cos) / 2 / a0;
  return { b0: b, b1: -2 * b, b2: b, a1: (-2 * cos) / a0, a2: (1 - alpha) / a0 };
}

/** A second-order filter for interleaved stereo (transposed direct form II). */
export class StereoBiquad {
  readonly #state = new Float64Array(2 * AUDIO_CHANNELS);

  constructor(readonly coefficients: BiquadCoefficients) {}

  /** Reads `count` frames of `from` and writes as many to `to`, which may be the same array. */
  process(from: Float32Array, to: Float32Array, count: number): void {
    const { b0, b1, b2, a1, a2 } = this.coefficients;
    for (let channel = 0; channel < AUDIO_CHANNELS; channel += 1) {
      let z1 = this.#state[channel * 2] ?? 0;
      let z2 = this.#state[channel * 2 + 1] ?? 0;
      for (let at = channel; at < count * AUDIO_CHANNELS; at += AUDIO_CHANNELS) {
        const x = from[at] ?? 0;
        const y = b0 * x + z1;
        z1 = b1 * x - a1 * y + z2;
        z2 = b2 * x - a2 * y;
        to[at] = y;
      }
      this.#state[channel * 2] = settled(z1);
      this.#state[channel * 2 + 1] = settled(z2);
    }
  }
}

/** Silence ends as zero and not as ever smaller numbers, which processors are slow at. */
const settled = (value: number) => (Math.abs(value) < 1e-20 ? 0 : value);
