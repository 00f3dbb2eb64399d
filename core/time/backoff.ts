export interface Backoff {
  /** The longest wait before the first retry, ms; each later one is up to twice the one before. */
  firstMs: number;
  /** No wait is longer than this, ms. */
  capMs: number;
  /** The shortest wait as a share of the longest, 0 to 1: what is left is spread at random (jitter). */
  least: number;
}

/** How long to wait before try number `tries` (0 is the first), ms. `random` is in [0, 1). */
export function backoffMs(tries: number, { firstMs, capMs, least }: Backoff, random = Math.random()): number {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(tries, 10));
  return Math.round(ceiling * (least + (1 - least) * random));
}
