/** From the absolute gate up to far more than a signal can have, in hundredths of a LU. */
const LOWEST_LUFS = -70;
const BINS_A_LU = 100;
const BINS = 80 * BINS_A_LU;

/**
 * How often blocks were how loud: what gates and percentiles need of hours, in a fixed 128 kB. Powers are
 * summed as they are, so only the gate itself is rounded, to a hundredth of a LU.
 */
export class LoudnessHistogram {
  readonly #counts = new Float64Array(BINS);
  readonly #powers = new Float64Array(BINS);

  add(power: number, lufs: number): void {
    const bin = binOf(lufs);
    this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    this.#powers[bin] = (this.#powers[bin] ?? 0) + power;
  }

  /** Mean power of the blocks that are louder than the mean of all by `gateLu` or more; null without any. */
  meanAbove(gateLu: number): number | null {
    return this.#meanFrom(this.#gateBin(gateLu));
  }

  /**
   * LU between two shares of the blocks above the gate, ordered by loudness (EBU Tech 3342); null without
   * any.
   */
  spread(gateLu: number, low: number, high: number): number | null {
    const first = this.#gateBin(gateLu);
    let count = 0;
    for (let bin = first; bin < BINS; bin += 1) count += this.#counts[bin] ?? 0;
    if (count === 0) return null;
    return (this.#rank(first, (count - 1) * high) - this.#rank(first, (count - 1) * low)) / BINS_A_LU;
  }

  #rank(first: number, rank: number): number {
    let passed = 0;
    for (let bin = first; bin < BINS; bin += 1) {
      passed += this.#counts[bin] ?? 0;
      if (passed > Math.round(rank)) return bin;
    }
    return BINS - 1;
  }

  #gateBin(gateLu: number): number {
    const mean = this.#meanFrom(0);
    return mean === null ? 0 : binOf(-0.691 + 10 * Math.log10(mean) + gateLu);
  }

  #meanFrom(first: number): number | null {
    let count = 0;
    let power = 0;
    for (let bin = first; bin < BINS; bin += 1) {
      count += this.#counts[bin] ?? 0;
      power += this.#powers[bin] ?? 0;
    }
    return count === 0 ? null : power / count;
  }
}

const binOf = (lufs: number) => Math.max(0, Math.min(BINS - 1, Math.floor((lufs - LOWEST_LUFS) * BINS_A_LU)));
