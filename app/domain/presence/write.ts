import type { Tx } from '../../../db/connect';

export interface Present {
  viewers: number;
  crew: number;
  cameras: number;
}

/** Puts down whom this process serves; runs by the claim `presence`. */
export async function writePresence(
  tx: Tx,
  processId: string,
  counts: ReadonlyMap<string, Present>,
): Promise<void> {
  const rows = [...counts].map(([event_id, present]) => ({ event_id, process_id: processId, ...present }));
  if (rows.length === 0) return;
  await tx`
    insert into presence ${tx(rows, 'event_id', 'process_id', 'viewers', 'crew', 'cameras')}
    on conflict (event_id, process_id) do update
    set viewers = excluded.viewers, crew = excluded.crew, cameras = excluded.cameras, updated_at = now()`;
}

/** Takes back the rows of a process that goes, and those of processes that went without a word. */
export async function clearPresence(tx: Tx, processId: string): Promise<void> {
  await tx`delete from presence where process_id = ${processId} or updated_at < now() - interval '1 minute'`;
}
