import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';

/** Older sound is of no use to a live program. */
const CAPACITY_MS = 200;
/** Speed may differ by half a percent: inaudible (8 cents), and it makes up for 5 ms of drift a second. */
const MAX_SLIP = 0.005;
/** Within this distance of the wanted delay sound passes untouched, sample for sample. */
const DEAD_BAND_MS = 6;
/**
 * More excess than this is not drift but sound that came late at once, after a pause of the network or of the
 * machine. Playing it off at half a percent would take ten seconds and more, with the sound behind its
 * picture all that time: it is cut out.
 */
const LEAP_MS = 30;
/** Blocks and ticks beat against each other; the level says something only as a minimum over many of them. */
const OBSERVE_READS = 15;
/** Sound that breaks off, and sound that begins again, is faded over this time so that nothing clicks. */
const EDGE_FRAMES = 240;

const frames = (ms: number): number => Math.round((ms * AUDIO_RATE_HZ) / 1000);

/**
 * Takes sound in blocks by the camera's clock and returns it by the program's. It holds a reserve by playing
 * up to half a percent faster or slower, so clocks that differ never add up to a gap or to a growing delay.
 * All counts are of frames, that is, of one sample per channel.
 */
export class JitterBuffer {
  readonly #capacity = frames(CAPACITY_MS);
  readonly #ring = new Float32Array(this.#capacity * AUDIO_CHANNELS);
  readonly #reserve: number;
  #readPosition = 0;
  #writePosition = 0;
  #speed = 1;
  #lowest = Number.POSITIVE_INFINITY;
  #reads = 0;
  #playing = false;
  #fadeIn = 0;
  /** Where the sound went on before a leap; faded out over what is played now. */
  #leaving: { position: number; left: number } | null = null;

  /**
   * `delayMs` is the reserve that stays in the buffer after each read: delay traded for safety against late
   * blocks.
   */
  constructor(delayMs: number) {
    this.#reserve = Math.min(frames(delayMs), this.#capacity / 2);
  }

  /** Frames that are waiting. */
  get level(): number {
    return this.#writePosition - this.#readPosition;
  }

  /** Takes interleaved s16 stereo. When the buffer is full the oldest sound goes. */
  write(samples: Int16Array): void {
    const count = samples.length / AUDIO_CHANNELS;
    for (let i = 0; i < count; i += 1) {
      const to = ((this.#writePosition + i) % this.#capacity) * AUDIO_CHANNELS;
      this.#ring[to] = (samples[i * 2] ?? 0) / 32_768;
      this.#ring[to + 1] = (samples[i * 2 + 1] ?? 0) / 32_768;
    }
    this.#writePosition += count;
    if (this.level > this.#capacity - 2) this.#jumpTo(this.#reserve * 2);
  }

  /** Not audible now: drops sound that would be stale by the time it is. */
  rest(): void {
    this.#playing = false;
  }

  /**
   * Fills `out` (interleaved stereo, -1 to 1) with the next `count` frames; silence where there is nothing.
   */
  read(out: Float32Array, count: number): void {
    out.fill(0, 0, count * AUDIO_CHANNELS);
    if (!this.#playing && !this.#begin(count)) return;
    const available = Math.floor((this.level - 1) / this.#speed);
    const taken = Math.max(0, Math.min(count, available));
    this.#copy(out, taken);
    if (taken < count) {
      fadeOutEnd(out, taken);
      this.#playing = false;
    } else this.#observe();
  }

  #begin(count: number): boolean {
    if (this.level < count + this.#reserve + 1) return false;
    this.#readPosition = this.#writePosition - count - this.#reserve - 1;
    this.#playing = true;
    this.#leaving = null;
    this.#speed = 1;
    this.#fadeIn = EDGE_FRAMES;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#reads = 0;
    return true;
  }

  #copy(out: Float32Array, count: number): void {
    let position = this.#readPosition;
    for (let i = 0; i < count; i += 1) {
      const gain = this.#fadeIn > 0 ? 1 - this.#fadeIn-- / EDGE_FRAMES : 1;
      for (let channel = 0; channel < AUDIO_CHANNELS; channel += 1) {
        out[i * AUDIO_CHANNELS + channel] = this.#at(position, channel) * gain;
      }
      if (this.#leaving) this.#mixLeaving(out, i, this.#leaving);
      position += this.#speed;
    }
    this.#readPosition = position;
  }

  /** The sample at a position between two frames. */
  #at(position: number, channel: number): number {
    const whole = Math.floor(position);
    const from = this.#ring[(whole % this.#capacity) * AUDIO_CHANNELS + channel] ?? 0;
    const to = this.#ring[((whole + 1) % this.#capacity) * AUDIO_CHANNELS + channel] ?? 0;
    return from + (to - from) * (position - whole);
  }

  #mixLeaving(out: Float32Array, i: number, leaving: { position: number; left: number }): void {
    const share = leaving.left / EDGE_FRAMES;
    for (let channel = 0; channel < AUDIO_CHANNELS; channel += 1) {
      const to = i * AUDIO_CHANNELS + channel;
      out[to] = (out[to] ?? 0) * (1 - share) + this.#at(leaving.position, channel) * share;
    }
    leaving.position += 1;
    leaving.left -= 1;
    if (leaving.left === 0) this.#leaving = null;
  }

  #observe(): void {
    this.#lowest = Math.min(this.#lowest, this.level);
    this.#reads += 1;
    if (this.#reads < OBSERVE_READS) return;
    const excess = this.#lowest - this.#reserve;
    this.#reads = 0;
    this.#lowest = Number.POSITIVE_INFINITY;
    if (excess > frames(LEAP_MS)) {
      this.#leaving = { position: this.#readPosition, left: EDGE_FRAMES };
      this.#readPosition = Math.floor(this.#readPosition + excess);
      this.#speed = 1;
      return;
    }
    const within = Math.abs(excess) < frames(DEAD_BAND_MS);
    // An offset of 20 ms is worth the full slip; smaller ones are approached more gently.
    this.#speed = within ? 1 : 1 + Math.max(-1, Math.min(1, excess / frames(20))) * MAX_SLIP;
    if (this.#speed === 1) this.#readPosition = Math.floor(this.#readPosition);
  }

  #jumpTo(level: number): void {
    this.#readPosition = this.#writePosition - level;
    this.#fadeIn = EDGE_FRAMES;
  }
}

function fadeOutEnd(out: Float32Array, count: number): void {
  const length = Math.min(EDGE_FRAMES, count);
  for (let i = 0; i < length; i += 1) {
    const at = (count - 1 - i) * AUDIO_CHANNELS;
    const gain = i / length;
    out[at] = (out[at] ?? 0) * gain;
    out[at + 1] = (out[at + 1] ?? 0) * gain;
  }
}
