/** How far another clock is ahead of a steady one of ours, ms, and how wrong that may be. */
export interface ClockReading {
  offsetMs: number;
  errorMs: number;
}

/** What was read of another clock between two times of ours. */
export function readingBetween(theirMs: number, askedAtMs: number, answeredAtMs: number): ClockReading {
  return {
    offsetMs: theirMs - (askedAtMs + answeredAtMs) / 2,
    errorMs: (answeredAtMs - askedAtMs) / 2,
  };
}

/**
 * The other clock, without the jitter of each reading: the best one counts, until one shows that the clock
 * was set or has drifted further than both may be wrong.
 */
export class SteadyOffset {
  #kept: ClockReading | null = null;

  note(reading: ClockReading): void {
    const kept = this.#kept;
    const agrees =
      kept !== null && Math.abs(reading.offsetMs - kept.offsetMs) <= reading.errorMs + kept.errorMs;
    if (!agrees || reading.errorMs < kept.errorMs) this.#kept = reading;
  }

  /** What the other clock shows at a time of ours; null before it was read. */
  at(ourMs: number): number | null {
    return this.#kept && ourMs + this.#kept.offsetMs;
  }
}
