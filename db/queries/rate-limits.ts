import type { Tx } from '../connect';

export interface Hit {
  key: string;
  windowS: number;
  allowed: number;
}

/**
 * Counts one hit on each key in its fixed window and gives the counts back. Keys are sorted, so that two requests that
 * count the same keys lock them in the same order.
 */
export async function takeHits(
  tx: Tx,
  wanted: Hit[],
): Promise<{ hits: number; allowed: number; retryAfterS: number }[]> {
  const sorted = [...wanted].sort((a, b) => (a.key < b.key ? -1 : 1));
  const results = [];
  for (const { key, windowS, allowed } of sorted) {
    const [row] = await tx<{ hits: number; left: number }[]>`
      insert into rate_limits as r (key) values (${key})
      on conflict (key) do update set
        hits = case when r.window_start <= now() - make_interval(secs => ${windowS}) then 1 else r.hits + 1 end,
        window_start = case when r.window_start <= now() - make_interval(secs => ${windowS}) then now() else r.window_start end
      returning hits, extract(epoch from window_start + make_interval(secs => ${windowS}) - now())::float8 as left`;
    if (row) results.push({ hits: row.hits, allowed, retryAfterS: row.left });
  }
  return results;
}

export async function giveBackHits(tx: Tx, keys: string[]): Promise<void> {
  await tx`
    with mine as (select key from rate_limits where key = any(${keys}) order by key for update)
    update rate_limits r set hits = greatest(0, r.hits - 1) from mine where r.key = mine.key`;
}

/** No window is longer than an hour; a day is long past. */
export async function forgetOldWindows(tx: Tx): Promise<void> {
  await tx`delete from rate_limits where window_start < now() - interval '1 day'`;
}
