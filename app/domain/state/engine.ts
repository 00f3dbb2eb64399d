import { z } from 'zod';
import type { Tx } from '../../../db/connect';
import type { EngineSlice } from '../../../contract/messages';

/** A holder renews its lease each second; five missed ones mean that nobody makes this program. */
const STALE_AFTER_S = 5;
const Stats = z.object({ fps: z.number().catch(0), headroom: z.number().min(0).max(1).catch(0) });

/** The engine of each event that has one; absent ones are off. */
export async function readEngine(tx: Tx, eventIds: readonly string[]): Promise<Map<string, EngineSlice>> {
  const rows = await tx<{ event_id: string; status: EngineSlice['status']; stats: unknown }[]>`
    select event_id, status, stats from engine_leases
    where event_id = any(${[...eventIds]}::uuid[]) and renewed_at > now() - make_interval(secs => ${STALE_AFTER_S})`;
  return new Map(
    rows.map((row) => {
      const stats = Stats.safeParse(row.stats);
      const { fps, headroom } = stats.success ? stats.data : { fps: 0, headroom: 0 };
      return [row.event_id, { status: row.status, fps, headroom }];
    }),
  );
}

export const ENGINE_OFF: EngineSlice = { status: 'off', fps: 0, headroom: 0 };
