import { DELAY_MS } from '../../contract/sound';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { MAX_TICK_FRAMES, RAMP_FRAMES } from './timing';

const CAPACITY = (DELAY_MS.max * AUDIO_RATE_HZ) / 1000 + MAX_TICK_FRAMES;
/** Where its memory begins sound is faded in, so that it does not begin with a click. */
const EDGE_FRAMES = AUDIO_RATE_HZ / 200;

/**
 * Delays sound by up to two seconds. A change of the delay is a cross-fade of 20 ms between the two. Its
 * memory (0.8 MB) exists only while something is delayed.
 */
export class DelayLine {
  #ring: Float32Array | null = null;
  /** Frames that were written since the ring was made. */
  #written = 0;
  #now = 0;
  #next: { delay: number; done: number } | null = null;

  /** Whether sound that went in has not come out yet. */
  get isUsed(): boolean {
    return this.#ring !== null;
  }

  /** Works in place on `count` frames, at most MAX_TICK_FRAMES. */
  process(samples: Float32Array, count: number, delayMs: number): void {
    const wanted = Math.round((delayMs * AUDIO_RATE_HZ) / 1000);
    if (!this.#next && wanted !== this.#now) this.#next = { delay: wanted, done: 0 };
    if (this.#now === 0 && !this.#next) {
      this.#ring = null;
      this.#written = 0;
      return;
    }
    const ring = (this.#ring ??= new Float32Array(CAPACITY * AUDIO_CHANNELS));
    for (let i = 0; i < count; i += 1) {
      const to = ((this.#written + i) % CAPACITY) * AUDIO_CHANNELS;
      ring[to] = samples[i * 2] ?? 0;
      ring[to + 1] = samples[i * 2 + 1] ?? 0;
    }
    for (let i = 0; i < count; i += 1) this.#read(ring, samples, i);
    this.#written += count;
    if (!this.#next) return;
    this.#next.done += count;
    if (this.#next.done < RAMP_FRAMES) return;
    this.#now = this.#next.delay;
    this.#next = null;
  }

  #read(ring: Float32Array, samples: Float32Array, i: number): void {
    const next = this.#next;
    const share = next ? Math.min(1, (next.done + i + 1) / RAMP_FRAMES) : 0;
    for (let channel = 0; channel < AUDIO_CHANNELS; channel += 1) {
      const before = this.#at(ring, this.#written + i, this.#now, channel);
      samples[i * AUDIO_CHANNELS + channel] = next
        ? before + (this.#at(ring, this.#written + i, next.delay, channel) - before) * share
        : before;
    }
  }

  #at(ring: Float32Array, frame: number, delay: number, channel: number): number {
    const at = frame - delay;
    if (at < 0) return 0;
    const value = ring[(at % CAPACITY) * AUDIO_CHANNELS + channel] ?? 0;
    return delay > 0 && at < EDGE_FRAMES ? (value * at) / EDGE_FRAMES : value;
  }
}
