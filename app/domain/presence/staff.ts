import type { Tx } from '../../../db/connect';

/** Crew and phones of an event that one process serves. */
export interface Staff {
  crew: number;
  cameras: number;
}

/**
 * Puts down which crew and phones this process serves, for the engine to know; runs by the claim `presence`.
 */
export async function writeStaff(
  tx: Tx,
  processId: string,
  counts: ReadonlyMap<string, Staff>,
): Promise<void> {
  const rows = [...counts].map(([event_id, staff]) => ({ event_id, process_id: processId, ...staff }));
  if (rows.length === 0) return;
  await tx`
    insert into presence ${tx(rows, 'event_id', 'process_id', 'crew', 'cameras')}
    on conflict (event_id, process_id) do update
    set crew = excluded.crew, cameras = excluded.cameras, updated_at = now()`;
}

/** Takes back the rows of a process that goes, and those of processes that went without a word. */
export async function clearStaff(tx: Tx, processId: string): Promise<void> {
  await tx`delete from presence where process_id = ${processId} or updated_at < now() - interval '1 minute'`;
}
