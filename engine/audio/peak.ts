/** Below the smallest 16-bit sample there is nothing to show. */
const SILENCE_DB = -100;
const WINDOW_MS = 100;

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
  private current = 0;
  private previous = 0;
  private sinceMs = Number.NEGATIVE_INFINITY;

  add(samples: Int16Array, nowMs: number): void {
    this.turn(nowMs);
    this.current = Math.max(this.current, peakOf(samples));
  }

  peakDb(nowMs: number): number {
    this.turn(nowMs);
    const peak = Math.max(this.current, this.previous);
    return peak === 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(peak / 32_768));
  }

  /** Two halves of a window, so that a peak is held for at least 50 ms and at most 100 ms. */
  private turn(nowMs: number): void {
    const halves = Math.floor((nowMs - this.sinceMs) / (WINDOW_MS / 2));
    if (halves < 1) return;
    this.previous = halves === 1 ? this.current : 0;
    this.current = 0;
    this.sinceMs = nowMs;
  }
}
