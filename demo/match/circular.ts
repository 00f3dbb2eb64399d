/** Smoothing of values that go round in a loop, so that its end runs into its beginning without a jerk. */

/** Gaussian blur over a closed loop of samples; `sigma` in samples. */
export function smooth(values: Float64Array, sigma: number): Float64Array {
  const reach = Math.ceil(sigma * 3);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / sigma) ** 2));
  const sum = kernel.reduce((a, b) => a + b, 0);
  const n = values.length;
  return values.map((_, i) => {
    let total = 0;
    kernel.forEach((weight, k) => {
      total += weight * (values[(i + k - reach + n * 4) % n] ?? 0);
    });
    return total / sum;
  });
}

/** Change per sample, taken over the neighbours of each. */
export function slope(values: Float64Array): Float64Array {
  const n = values.length;
  return values.map((_, i) => ((values[(i + 1) % n] ?? 0) - (values[(i + n - 1) % n] ?? 0)) / 2);
}

/** 0 below `from`, 1 above `to`, without a corner between. */
export function ramp(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** The way from `a` to `b` in a loop of `length`, the shorter way round: −length/2 … length/2. */
export function around(a: number, b: number, length: number): number {
  const d = (((b - a) % length) + length) % length;
  return d > length / 2 ? d - length : d;
}
