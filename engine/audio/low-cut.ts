import { AUDIO_CHANNELS } from '../../core/encoding';
import { highPass, StereoBiquad } from './biquad';
import { MAX_TICK_FRAMES, RAMP_FRAMES } from './timing';

/** A high-pass that goes on, off and to another corner by a cross-fade of 20 ms, without a click. */
export class LowCut {
  /** Null is the sound as it comes. */
  #now: StereoBiquad | null = null;
  #nowHz: number | null = null;
  #next: { filter: StereoBiquad | null; hz: number | null; done: number } | null = null;
  readonly #wet = new Float32Array(MAX_TICK_FRAMES * AUDIO_CHANNELS);

  /** Works in place on `count` frames. @param hz the corner; null is off */
  process(samples: Float32Array, count: number, hz: number | null): void {
    if (!this.#next && hz !== this.#nowHz) {
      this.#next = { filter: hz === null ? null : new StereoBiquad(highPass(hz)), hz, done: 0 };
    }
    const next = this.#next;
    if (!next) return this.#now?.process(samples, samples, count);
    if (next.filter) next.filter.process(samples, this.#wet, count);
    else this.#wet.set(samples.subarray(0, count * AUDIO_CHANNELS));
    this.#now?.process(samples, samples, count);
    for (let i = 0; i < count; i += 1) {
      const share = Math.min(1, (next.done + i + 1) / RAMP_FRAMES);
      for (let at = i * AUDIO_CHANNELS; at < (i + 1) * AUDIO_CHANNELS; at += 1) {
        const from = samples[at] ?? 0;
        samples[at] = from + ((this.#wet[at] ?? 0) - from) * share;
      }
    }
    next.done += count;
    if (next.done < RAMP_FRAMES) return;
    this.#now = next.filter;
    this.#nowHz = next.hz;
    this.#next = null;
  }

  /** Begins as it stands the next time, without what it remembers of earlier sound. */
  reset(): void {
    this.#next = null;
    this.#now = null;
    this.#nowHz = null;
  }
}
