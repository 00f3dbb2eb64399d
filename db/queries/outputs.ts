import type { PlatformFacts } from '../../contract/destinations';
import type { Tx } from '../connect';

/** Health of one output as stored; `verdict` is a sentence for the director. */
export interface OutputHealthRow {
  state: string;
  bytes: number;
  kbps: number;
  retries: number;
  verdict: string | null;
  side: string | null;
  remedy: string | null;
}

/** @param output a destination's id, `recording`, `hls` or `viewers` */
export async function saveOutput(
  tx: Tx,
  eventId: string,
  output: string,
  row: OutputHealthRow,
): Promise<void> {
  await tx`
    insert into output_status (event_id, output, state, bytes, kbps, retries, verdict, side, remedy)
    values (${eventId}, ${output}, ${row.state}, ${Math.round(row.bytes)}, ${Math.round(row.kbps)},
            ${row.retries}, ${row.verdict}, ${row.side}, ${row.remedy})
    on conflict (event_id, output) do update set
      since = case when output_status.state = excluded.state then output_status.since else now() end,
      state = excluded.state, bytes = excluded.bytes, kbps = excluded.kbps, retries = excluded.retries,
      verdict = excluded.verdict, side = excluded.side, remedy = excluded.remedy, updated_at = now()`;
}

/**
 * Stores what a destination's platform reports.
 * @returns whether anything changed for the crew
 */
export async function savePlatformFacts(
  tx: Tx,
  eventId: string,
  destinationId: string,
  facts: PlatformFacts,
): Promise<boolean> {
  const [row] = await tx<{ platform: PlatformFacts | null }[]>`
    select platform from output_status where event_id = ${eventId} and output = ${destinationId} for update`;
  if (!row) return false;
  await tx`
    update output_status set platform = ${tx.json({ ...facts })}
    where event_id = ${eventId} and output = ${destinationId}`;
  const { health, message, viewers } = row.platform ?? { health: null, message: null, viewers: null };
  return health !== facts.health || message !== facts.message || viewers !== facts.viewers;
}
