import type { Tx } from '../connect';

export async function insertStream(tx: Tx, eventId: string): Promise<string> {
  const [row] = await tx<{ id: string }[]>`insert into streams (event_id) values (${eventId}) returning id`;
  if (!row) throw new Error('The stream was not written.');
  return row.id;
}

export async function endStream(tx: Tx, id: string): Promise<void> {
  await tx`update streams set ended_at = now() where id = ${id} and ended_at is null`;
}

export interface StreamRow {
  startedAt: Date;
  endedAt: Date | null;
  peakViewers: number;
  /** Seconds, of all our own viewers together. */
  watchedS: number;
}

export async function findStream(tx: Tx, id: string): Promise<StreamRow | null> {
  const [row] = await tx<StreamRow[]>`
    select started_at as "startedAt", ended_at as "endedAt", peak_viewers as "peakViewers",
      watched_seconds(id) as "watchedS"
    from streams where id = ${id}`;
  return row ?? null;
}
