import type { Tx } from '../connect';

export interface Hit {
  key: string;
  windowS: number;
  allowed: number;
}

/**
 * Counts one hit on each key in its fixed window, in the order given, and stops at the first key over its
 * limit.
 * @returns the seconds until that window ends, or null when all are within their limits
 */
export async function takeHits(tx: Tx, wanted: Hit[]): Promise<number | null> {
  const keys = wanted.map(({ key }) => key);
  const windows = wanted.map(({ windowS }) => windowS);
  const allowed = wanted.map((hit) => hit.allowed);
  const [row] = await tx<{ passed: boolean; retryAfter: number }[]>`
    select passed, retry_after as "retryAfter"
    from take_hits(${keys}::text[], ${windows}::integer[], ${allowed}::integer[])`;
  return row?.passed ? row.retryAfter : null;
}

/** In the order of takeHits, against deadlocks. */
export async function giveBackHits(tx: Tx, keys: string[]): Promise<void> {
  for (const key of keys) {
    await tx`update rate_limits set hits = greatest(0, hits - 1) where key = ${key}`;
  }
}

/** No window is longer than an hour, so those of yesterday are over, and of tomorrow a clock set back. */
export async function forgetOldWindows(tx: Tx): Promise<void> {
  await tx`
    delete from rate_limits
    where window_start not between now() - interval '1 day' and now() + interval '1 day'`;
}
