import type { Freshness } from '../types';

/**
 * Gaps of 0.30 to 0.35 s happen under load; half a second is the first sure sign (measured on two busy
 * cores).
 */
const LATE_AFTER_MS = 500;
/** By then LiveKit itself has noticed a dead peer (10 to 20 s). */
const GONE_AFTER_MS = 10_000;

/** A camera's track: not subscribed, open, or held by the phone itself (picture off, a call, another app). */
export type TrackState = 'none' | 'open' | 'muted';

/** @param still a shared screen that has sent a picture: frames come only when something changes */
export function freshnessOf(
  lastFrameAtMs: number | null,
  track: TrackState,
  nowMs: number,
  still = false,
): Freshness {
  if (still) return 'fresh';
  const ageMs = lastFrameAtMs === null ? Infinity : nowMs - lastFrameAtMs;
  if (ageMs < LATE_AFTER_MS) return 'fresh';
  if (track === 'muted') return 'paused';
  return track === 'open' && ageMs < GONE_AFTER_MS ? 'late' : 'gone';
}

const RATE_WINDOW_MS = 2_000;
/** 60 frames a second over the window, and some for bursts. */
const MAX_FRAMES = 160;

/** Counts frames over the last two seconds, in a ring of fixed size. */
export class FrameRate {
  readonly #times = new Float64Array(MAX_FRAMES).fill(Number.NEGATIVE_INFINITY);
  #next = 0;

  add(nowMs: number): void {
    this.#times[this.#next] = nowMs;
    this.#next = (this.#next + 1) % MAX_FRAMES;
  }

  /** Frames a second, to one decimal. */
  fps(nowMs: number): number {
    let frames = 0;
    for (const time of this.#times) if (time > nowMs - RATE_WINDOW_MS) frames += 1;
    return Math.round((frames * 10_000) / RATE_WINDOW_MS) / 10;
  }
}

/** Below the smallest 16-bit sample there is nothing to show. */
const SILENCE_DB = -100;
const PEAK_WINDOW_MS = 100;

/** Highest absolute sample of a block, 0 to 32768. */
function peakOf(samples: Int16Array): number {
  let peak = 0;
  for (const sample of samples) {
    const level = sample < 0 ? -sample : sample;
    if (level > peak) peak = level;
  }
  return peak;
}

/** Peak level of the last 100 ms in dBFS, as the meters on the desk show it. */
export class PeakMeter {
  #current = 0;
  #previous = 0;
  #sinceMs = Number.NEGATIVE_INFINITY;

  add(samples: Int16Array, nowMs: number): void {
    this.#turn(nowMs);
    this.#current = Math.max(this.#current, peakOf(samples));
  }

  peakDb(nowMs: number): number {
    this.#turn(nowMs);
    const peak = Math.max(this.#current, this.#previous);
    return peak === 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(peak / 32_768));
  }

  /** Two halves of a window, so that a peak is held for at least 50 ms and at most 100 ms. */
  #turn(nowMs: number): void {
    const halves = Math.floor((nowMs - this.#sinceMs) / (PEAK_WINDOW_MS / 2));
    if (halves < 1) return;
    this.#previous = halves === 1 ? this.#current : 0;
    this.#current = 0;
    this.#sinceMs = nowMs;
  }
}
