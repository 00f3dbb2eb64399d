import { type ChangeTx, noteChange } from '../commit';
import type { Tx } from '../connect';

/**
 * Seconds. A web process writes a sign of life every two; without three of them it counts as dead, and its
 * viewers as gone.
 */
const PROCESS_FRESH_S = 6;

/** Viewers of an event by where they watch. */
export interface ViewerCount {
  /** On our own pages, over a socket. */
  page: number;
  /** In embedded players. */
  embed: number;
}

/** A viewer served by one process. */
export interface ViewerRow {
  eventId: string;
  viewer: string;
  /** Keyed hash of the address, the key of limits. */
  address: string;
  socket: boolean;
  embed: boolean;
}

export interface ViewerChanges {
  present: readonly ViewerRow[];
  /** No longer served by this process; `everywhere` where the viewer's page said so itself. */
  gone: readonly { eventId: string; viewer: string; everywhere: boolean }[];
}

/**
 * A sign of life of this process, with the viewers that came and left. Under the claim `presence`.
 * @returns `forgotten`: this process counted as dead, so its rows are deleted and all of them have to be
 * written again
 */
export async function writeViewers(
  tx: ChangeTx<'presence'>,
  processId: string,
  { present, gone }: ViewerChanges,
): Promise<{ forgotten: boolean }> {
  const touched = await upsert(tx, processId, present);
  const left = await remove(tx, processId, gone);
  const changed = touched + left > 0;
  const [row] = await tx<{ known: boolean }[]>`
    insert into presence_processes as p (process_id) values (${processId})
    on conflict (process_id) do update set seen_at = now(), version = p.version + ${changed ? 1 : 0}
    returning xmax::text <> '0' as known`;
  if (changed) noteChange(tx, processId, 0);
  return { forgotten: row?.known === false };
}

/** Unchanged rows are left alone, so that a heartbeat writes nothing. */
async function upsert(tx: Tx, processId: string, rows: readonly ViewerRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const done = await tx`
    insert into presence_viewers as v (event_id, viewer, process_id, address, socket, embed)
    select r."eventId", r.viewer, ${processId}, r.address, r.socket, r.embed
    from jsonb_to_recordset(${tx.json(rows.map((row) => ({ ...row })))})
      as r("eventId" uuid, viewer text, address text, socket boolean, embed boolean)
    on conflict (event_id, viewer, process_id) do update
    set address = excluded.address, socket = excluded.socket, embed = excluded.embed
    where (v.address, v.socket, v.embed) is distinct from (excluded.address, excluded.socket, excluded.embed)`;
  return done.count;
}

/**
 * A viewer who left by a beacon is removed wherever its heartbeats arrived; a socket that is still open
 * elsewhere counts.
 */
async function remove(tx: Tx, processId: string, gone: ViewerChanges['gone']): Promise<number> {
  if (gone.length === 0) return 0;
  const done = await tx`
    delete from presence_viewers v
    using jsonb_to_recordset(${tx.json(gone.map((one) => ({ ...one })))})
      as g("eventId" uuid, viewer text, everywhere boolean)
    where v.event_id = g."eventId" and v.viewer = g.viewer
      and case when g.everywhere then not v.socket else v.process_id = ${processId} end`;
  return done.count;
}

/** Changes whenever the viewers of any process do, or a process starts or ends. */
export async function viewersVersion(tx: Tx): Promise<string> {
  const [row] = await tx<{ version: string }[]>`
    select coalesce(string_agg(process_id || version, ' ' order by process_id), '') as version
    from presence_processes where seen_at > now() - make_interval(secs => ${PROCESS_FRESH_S})
      and seen_at < now() + make_interval(secs => ${PROCESS_FRESH_S})`;
  return row?.version ?? '';
}

/** Distinct viewers over all live processes; at most `perAddress` of one address are counted (T23). */
export async function countViewers(
  tx: Tx,
  eventIds: readonly string[],
  perAddress: number,
): Promise<Map<string, ViewerCount>> {
  const rows = await tx<{ event_id: string; page: number; embed: number }[]>`
    select * from count_viewers(${[...eventIds]}::uuid[], ${perAddress}, ${PROCESS_FRESH_S})`;
  return new Map(rows.map(({ event_id, page, embed }) => [event_id, { page, embed }]));
}

/** Deletes the rows of a process that ends, and those of dead ones. */
export async function clearViewers(tx: ChangeTx<'presence'>, processId: string): Promise<void> {
  noteChange(tx, processId, 0);
  await tx`delete from presence_viewers where process_id = ${processId}`;
  await tx`delete from presence_processes where process_id = ${processId}`;
  await sweepViewers(tx);
}

/**
 * Deletes the rows of dead processes. One that was only stopped for a while learns it from `writeViewers`.
 * What is of later than now was written before the clock was set back (safety F24).
 */
export async function sweepViewers(tx: Tx): Promise<void> {
  await tx`
    delete from presence_processes
    where seen_at not between now() - interval '30 seconds' and now() + interval '30 seconds'`;
  await tx`
    delete from presence_viewers v
    where not exists (select from presence_processes p where p.process_id = v.process_id)`;
}

/** Crew and phones of an event that one process serves. */
export interface Staff {
  crew: number;
  cameras: number;
}

/** Stores which crew and phones this process serves, for the engine. Under the claim `presence`. */
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

/** Deletes the rows of a process that ends, and those of dead ones. */
export async function clearStaff(tx: Tx, processId: string): Promise<void> {
  await tx`
    delete from presence where process_id = ${processId}
      or updated_at not between now() - interval '1 minute' and now() + interval '1 minute'`;
}

/** An event whose audience is relayed: live, open with viewers, or ended a short while ago. */
export interface RelayedEvent {
  id: string;
  slug: string;
  /** The present run; null while not live. */
  streamId: string | null;
}

/** For the claim `reconcile`. */
export async function relayedEvents(tx: Tx): Promise<RelayedEvent[]> {
  return tx<RelayedEvent[]>`
    select e.id, e.slug, case when e.status = 'live' then e.stream_id end as "streamId"
    from events e
    where e.status = 'live'
      or ((e.status = 'ready' or (e.status = 'ended' and e.updated_at > now() - interval '2 minutes'))
        and exists (select from presence_viewers v where v.event_id = e.id))`;
}

export interface Sample {
  streamId: string;
  eventId: string;
  page: number;
  embed: number;
  platforms: Record<string, number>;
}

/** Stores the present viewer count. For the claim `reconcile`. */
export async function insertSample(tx: Tx, sample: Sample): Promise<void> {
  await tx`
    insert into stream_samples (stream_id, event_id, page, embed, platforms)
    values (${sample.streamId}, ${sample.eventId}, ${sample.page}, ${sample.embed}, ${tx.json(sample.platforms)})
    on conflict (stream_id, at) do nothing`;
}

export async function raisePeak(tx: Tx, streamId: string, viewers: number): Promise<void> {
  await tx`update streams set peak_viewers = ${viewers} where id = ${streamId} and peak_viewers < ${viewers}`;
}
