import type { EventTx } from '../commit';
import type { Tx } from '../connect';

/** The database's clock, and how far it is from the machine's steady one, ms. */
export interface ClockOffset {
  /** Of the start of the machine: with each the steady clock begins again. */
  machine: string;
  databaseMs: number;
}

/**
 * What was written last, locked, so that of several processes one moves the times; null at the first start.
 */
export async function lockOffset(tx: Tx): Promise<ClockOffset | null> {
  const [row] = await tx<ClockOffset[]>`
    select machine, database_ms as "databaseMs" from machine_clock for update`;
  return row ?? null;
}

/** The database's clock, ms since 1970. */
export async function databaseNow(tx: Tx): Promise<number> {
  const [row] = await tx<{ ms: number }[]>`
    select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
  if (!row) throw new Error('The database did not say its time.');
  return row.ms;
}

export async function writeOffset(tx: Tx, { machine, databaseMs }: ClockOffset): Promise<void> {
  await tx`
    insert into machine_clock (machine, database_ms) values (${machine}, ${databaseMs})
    on conflict (only_one) do update set machine = excluded.machine, database_ms = excluded.database_ms`;
}

/**
 * Moves the times of what is under way in open events: the run on the air with all that is noted of it, and
 * whatever counts the time since. Runs that are over stay as they are.
 * @returns ids of the open events
 */
export async function moveTimes(tx: EventTx, byMs: number): Promise<string[]> {
  // Locked first and in order, as every change of an event does.
  const open = await tx<{ id: string }[]>`
    select id from events where status in ('ready', 'live') order by id for update`;
  const ids = open.map(({ id }) => id);
  const by = tx`make_interval(secs => ${byMs / 1000})`;
  await tx`
    update scores set clock_started_at = clock_started_at + ${by}
    where event_id = any(${ids}::uuid[]) and clock_started_at is not null`;
  const since = (table: string) => tx`
    ${tx(table)}.event_id = any(${ids}::uuid[]) and ${tx(table)}.at > coalesce(
      (select max(s.ended_at) from streams s where s.event_id = ${tx(table)}.event_id), '-infinity')`;
  for (const table of ['switch_logs', 'event_log', 'output_changes', 'score_changes'])
    await tx`update ${tx(table)} set at = at + ${by} where ${since(table)}`;
  // The match clock is counted from all of them, whichever run they were in.
  await tx`
    update score_changes set pressed_at = pressed_at + ${by} where event_id = any(${ids}::uuid[])`;
  const running = tx`select id from streams where event_id = any(${ids}::uuid[]) and ended_at is null`;
  await tx`update stream_samples set at = at + ${by} where stream_id in (${running})`;
  await tx`
    update recordings set started_at = started_at + ${by}, ended_at = ended_at + ${by}
    where stream_id in (${running})`;
  await tx`update streams set started_at = started_at + ${by} where id in (${running})`;
  await tx`update output_status set since = since + ${by} where event_id = any(${ids}::uuid[])`;
  await tx`update cameras set connection_since = connection_since + ${by} where event_id = any(${ids}::uuid[])`;
  await tx`
    update chat_bans set until = until + ${by}
    where event_id = any(${ids}::uuid[]) and until is not null`;
  return ids;
}
