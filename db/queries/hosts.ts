import type { EventStatus } from '../../contract/vocabulary';
import type { Tx } from '../connect';

/** The host of a show, its one camera. */
export interface HostRow {
  id: string;
  label: string;
  identity: string;
}

/** The host is on the air from the start: a show has nothing to cut. */
export async function insertHost(
  tx: Tx,
  host: { eventId: string; label: string; identity: string; deviceHash: Buffer },
): Promise<void> {
  await tx`
    with host as (
      insert into cameras (event_id, number, label, state, connection, identity, device_hash, joined_by, admitted_at)
      values (${host.eventId}, 1, ${host.label}, 'admitted', 'lost', ${host.identity}, ${host.deviceHash}, 'host', now())
      returning id, event_id
    )
    update events e set on_air = host.id from host where e.id = host.event_id`;
}

export async function findHost(tx: Tx, eventId: string): Promise<HostRow | null> {
  const [row] = await tx<HostRow[]>`
    select id, label, identity from cameras where event_id = ${eventId} and joined_by = 'host'`;
  return row ?? null;
}

/**
 * The host's links carry the name as well.
 * @returns whether it changed
 */
export async function renameHost(tx: Tx, eventId: string, label: string): Promise<boolean> {
  const renamed = await tx`
    update cameras set label = ${label} where event_id = ${eventId} and joined_by = 'host' and label <> ${label}
    returning id`;
  await tx`update crew_links set label = ${label} where event_id = ${eventId} and role = 'host'`;
  return renamed.length > 0;
}

/** Replaces the host's identity, so that a token for the one before is refused. */
export async function renewHostIdentity(tx: Tx, eventId: string, identity: string): Promise<void> {
  await tx`update cameras set identity = ${identity} where event_id = ${eventId} and joined_by = 'host'`;
}

/** A token was issued: the host may be in the room soon. For claims of purpose `reconcile`. */
export async function touchHost(tx: Tx, id: string): Promise<void> {
  await tx`update cameras set seen_at = now() where id = ${id}`;
}

/** A show and the last known state of its host. */
export interface ShowRow extends HostRow {
  eventId: string;
  slug: string;
  status: EventStatus;
  streamId: string | null;
  /** LiveKit's id of the host's session that is on the air, or was last. */
  sid: string;
  onAir: boolean;
  /** Seconds since the host was on the air. */
  awayS: number;
  /** Number of the last listing of its room that was applied. */
  listing: number;
}

/**
 * A number for a listing of a show's room, taken before LiveKit is asked: what happened before a question is
 * in the answers to it and to all with higher numbers. Null when there is no such show.
 */
export async function nextListing(tx: Tx, slug: string): Promise<number | null> {
  const [row] = await tx<{ listing: number }[]>`
    select nextval('show_listings') as listing
    from events e join cameras c on c.event_id = e.id and c.joined_by = 'host' where e.slug = ${slug}`;
  return row?.listing ?? null;
}

/** Marks a listing as applied, so that an older one no longer is. */
export async function saveListing(tx: Tx, id: string, listing: number): Promise<void> {
  await tx`update cameras set listing = ${listing} where id = ${id}`;
}

/**
 * The show of a room, locked for one reader at a time while a listing is applied. The event's own row stays
 * free meanwhile. For claims of purpose `reconcile`.
 */
export async function lockShow(tx: Tx, slug: string): Promise<ShowRow | null> {
  await tx`select pg_advisory_xact_lock(hashtextextended('show:' || lower(${slug}), 0))`;
  const [row] = await tx<ShowRow[]>`
    select c.id, c.label, c.identity, e.id as "eventId", e.slug, e.status, e.stream_id as "streamId",
      c.participant_sid as sid, not c.participant_left as "onAir", c.listing,
      extract(epoch from now() - c.connection_since)::float8 as "awayS"
    from events e join cameras c on c.event_id = e.id and c.joined_by = 'host'
    where e.slug = ${slug}`;
  return row ?? null;
}

/** Only whether the host is there. Whether pictures arrive is measured by the engine, where one runs. */
export async function saveHost(tx: Tx, id: string, seen: { sid: string; onAir: boolean }): Promise<void> {
  await tx`
    update cameras set
      participant_sid = ${seen.sid}, participant_left = ${!seen.onAir}, seen_at = now(), connection_since = now(),
      connection = ${seen.onAir ? 'live' : 'lost'}
    where id = ${id}`;
}

/**
 * A token is valid for ten minutes: anyone who may still come with one has fetched it within this time.
 * Seconds.
 */
const MAY_COME_S = 11 * 60;

/** Shows whose room may have a participant. For claims of purpose `reconcile`. */
export async function busyShows(tx: Tx): Promise<{ slug: string }[]> {
  return tx<{ slug: string }[]>`
    select e.slug from events e join cameras c on c.event_id = e.id and c.joined_by = 'host'
    where e.kind = 'show' and (e.status = 'live' or not c.participant_left
      or c.seen_at > now() - make_interval(secs => ${MAY_COME_S}))`;
}
