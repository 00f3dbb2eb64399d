import type { RunningStatus, OpenStatus } from '../../contract/vocabulary';
import type { Tx } from '../connect';

/** A held lease. Every write for the event carries `fence`; a write with an older one changes nothing. */
export interface Lease {
  eventId: string;
  fence: number;
}

/** The holder of a lease: a worker's random name, and its process. */
export interface Holder {
  worker: string;
  host: string;
  pid: number;
}

export interface LeaseRow extends Holder {
  counter: number;
  fence: number;
  status: string;
}

/** The lease of an event without one; null where it has one. */
export async function insertLease(
  tx: Tx,
  eventId: string,
  { worker, host, pid }: Holder,
): Promise<Lease | null> {
  const [row] = await tx<{ fence: number }[]>`
    insert into engine_leases (event_id, worker, host, pid) values (${eventId}, ${worker}, ${host}, ${pid})
    on conflict (event_id) do nothing returning fence`;
  return row ? { eventId, fence: row.fence } : null;
}

export async function lockLease(tx: Tx, eventId: string): Promise<LeaseRow | null> {
  const [row] = await tx<LeaseRow[]>`
    select worker, host, pid, counter, fence, status from engine_leases where event_id = ${eventId} for update`;
  return row ?? null;
}

/** Seconds. A holder renews each second; one that has not for so long is not on the air any more. */
const RIVAL_STALE_AFTER_S = 10;

/** Who else holds leases and renewed one lately. */
export async function readOtherHolders(tx: Tx, worker: string): Promise<Holder[]> {
  return tx<Holder[]>`
    select distinct worker, host, pid from engine_leases
    where worker <> ${worker} and status <> 'stopped'
      and renewed_at > now() - make_interval(secs => ${RIVAL_STALE_AFTER_S})`;
}

/** Gives a lease to another holder, with a new fence; null where it is not the one that was read. */
export async function takeLease(
  tx: Tx,
  { eventId, fence }: Lease,
  { worker, host, pid }: Holder,
): Promise<Lease | null> {
  const [row] = await tx<{ fence: number }[]>`
    update engine_leases
    set worker = ${worker}, host = ${host}, pid = ${pid}, fence = fence + 1, counter = counter + 1,
        status = 'starting', stats = '{}', renewed_at = now()
    where event_id = ${eventId} and fence = ${fence} returning fence`;
  return row ? { eventId, fence: row.fence } : null;
}

/**
 * Raises the counter.
 * @returns false when somebody else holds the lease
 */
export async function renewLease(
  tx: Tx,
  { eventId, fence }: Lease,
  worker: string,
  news: { status: RunningStatus; stats: object },
): Promise<boolean> {
  const { count } = await tx`
    update engine_leases
    set counter = counter + 1, status = ${news.status}, stats = ${tx.json({ ...news.stats })}, renewed_at = now()
    where event_id = ${eventId} and fence = ${fence} and worker = ${worker}`;
  return count === 1;
}

export async function releaseLease(tx: Tx, { eventId, fence }: Lease, worker: string): Promise<void> {
  await tx`
    update engine_leases set status = 'stopped', stats = '{}'
    where event_id = ${eventId} and fence = ${fence} and worker = ${worker}`;
}

/** Whether a lease is still held with this fence. Until the end of the transaction nobody can take it. */
export async function holdsLease(tx: Tx, { eventId, fence }: Lease): Promise<boolean> {
  const rows =
    await tx`select 1 from engine_leases where event_id = ${eventId} and fence = ${fence} for share`;
  return rows.length === 1;
}

export interface WantedEvent {
  id: string;
  seq: number;
  status: OpenStatus;
}

/**
 * Events that need an engine: matches that are live, or ready with a camera or a director present (design
 * §2); shows, which viewers see without an engine, while live with other outputs. A camera is present for a
 * minute after its last token or picture, crew for ten seconds after their process last counted them. What is
 * of later than that was written before the clock was set back.
 */
export async function readWantedEvents(tx: Tx): Promise<WantedEvent[]> {
  return tx<WantedEvent[]>`
    select e.id, e.seq, e.status from events e
    where (e.kind = 'show' and e.status = 'live'
           and exists (select from destinations d where d.event_id = e.id and d.enabled))
      or (e.kind = 'match' and (e.status = 'live'
      or (e.status = 'ready' and (
        exists (select from cameras c where c.event_id = e.id and c.state = 'admitted'
                and c.seen_at between now() - interval '60 seconds' and now() + interval '60 seconds')
        or exists (select from presence p where p.event_id = e.id and p.crew > 0
                   and p.updated_at between now() - interval '10 seconds' and now() + interval '10 seconds')))))
    order by e.status = 'live' desc, e.created_at`;
}
