import { median } from '../../../bench/figures';

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

/**
 * Growth per minute: the median of the slopes between any two of the lowest values (Theil and Sen), so that
 * one window that lies apart does not decide.
 */
export function growthPerMinute(samples: readonly Sample[]): number {
  const points = lowsOf(samples);
  const slopes = points.flatMap((from, i) =>
    points.slice(i + 1).map((to) => ((to.value - from.value) / (to.atS - from.atS)) * 60),
  );
  return median(slopes);
}

/** The median of each `size` values in a row; a rest that is smaller is left out. */
export function mediansOf(values: readonly number[], size: number): number[] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, i) =>
    median(values.slice(i * size, (i + 1) * size)),
  );
}
