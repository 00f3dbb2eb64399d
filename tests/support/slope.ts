/** One measurement of something that should not grow. */
export interface Sample {
  atS: number;
  value: number;
}

/**
 * The lowest sample of each window: a garbage collector makes saw teeth, and only what stays after it counts.
 */
export function lowsOf(samples: readonly Sample[], windowS = 10): Sample[] {
  const lows = new Map<number, Sample>();
  for (const sample of samples) {
    const window = Math.floor(sample.atS / windowS);
    const low = lows.get(window);
    if (!low || sample.value < low.value) lows.set(window, sample);
  }
  return [...lows.values()];
}

/** Growth per minute, by least squares over the lowest value of each ten seconds. */
export function growthPerMinute(samples: readonly Sample[]): number {
  const points = lowsOf(samples);
  const mean = (pick: (sample: Sample) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [meanAt, meanValue] = [mean(({ atS }) => atS), mean(({ value }) => value)];
  const spread = points.reduce((sum, { atS }) => sum + (atS - meanAt) ** 2, 0);
  const together = points.reduce((sum, { atS, value }) => sum + (atS - meanAt) * (value - meanValue), 0);
  return spread === 0 ? 0 : (together / spread) * 60;
}
