/** A token bucket: `hits` at once, filled again evenly within `windowS` seconds. */
export interface Pace {
  hits: number;
  windowS: number;
}

export type Taken = { ok: true; fullAt: number } | { ok: false; waitMs: number };

/**
 * Takes one from a bucket. The bucket is kept as the one moment at which it is full again (the generic cell
 * rate algorithm), so that it is one number in memory and one column in a table.
 *
 * @param fullAt ms on the clock of `now`; anything in the past is a full bucket
 */
export function take(fullAt: number, now: number, { hits, windowS }: Pace): Taken {
  const stepMs = (windowS * 1000) / hits;
  const next = Math.max(fullAt, now) + stepMs;
  const waitMs = next - now - windowS * 1000;
  // A thousandth of a millisecond is rounding, not a message too many.
  return waitMs > 0.001 ? { ok: false, waitMs } : { ok: true, fullAt: next };
}
