import type { JSONValue } from 'postgres';
import type {
  Admission,
  EventKind,
  EventStatus,
  Layout,
  NewEventStatus,
  Visibility,
} from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface EventRow {
  id: string;
  teamId: string;
  slug: string;
  title: string;
  kind: EventKind;
  visibility: Visibility;
  admission: Admission;
  status: EventStatus;
  startsAt: Date | null;
  settings: unknown;
  seq: number;
  programSeq: number;
  onAir: string | null;
  preview: string | null;
  layout: Layout;
  faded: boolean;
  streamId: string | null;
  /** Sites that may embed the player; empty means any. */
  embedOrigins: string[];
  /** Whether viewers get the recording once the event is over. */
  recordingPublic: boolean;
  createdAt: Date;
}

const columns = (tx: Tx) => tx`
  id, team_id as "teamId", slug, title, kind, visibility, admission, status, starts_at as "startsAt", settings, seq,
  program_seq as "programSeq", on_air as "onAir", preview, layout, faded, stream_id as "streamId",
  embed_origins as "embedOrigins", recording_public as "recordingPublic", created_at as "createdAt"`;

export async function findEventBySlug(tx: Tx, slug: string): Promise<EventRow | null> {
  const [row] = await tx<EventRow[]>`select ${columns(tx)} from events where lower(slug) = lower(${slug})`;
  return row ?? null;
}

export async function findEvent(tx: Tx, id: string): Promise<EventRow | null> {
  const [row] = await tx<EventRow[]>`select ${columns(tx)} from events where id = ${id}`;
  return row ?? null;
}

/** The row, locked until the end of the transaction: changes of one event are serialized. */
export async function lockEventBySlug(tx: Tx, slug: string): Promise<EventRow | null> {
  const [row] = await tx<EventRow[]>`
    select ${columns(tx)} from events where lower(slug) = lower(${slug}) for update`;
  return row ?? null;
}

/** The seq of each event that exists. For claims of purpose `reconcile`. */
export async function eventSeqs(tx: Tx, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx<{ id: string; seq: number }[]>`
    select id, seq from events where id = any(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, seq }) => [id, seq]));
}

/** Newest first. */
export async function listEventRows(tx: Tx, teams: string[]): Promise<EventRow[]> {
  return tx<EventRow[]>`
    select ${columns(tx)} from events where team_id = any(${teams}::uuid[]) order by created_at desc, id limit 500`;
}

export interface NewEvent {
  teamId: string;
  slug: string;
  title: string;
  kind: EventRow['kind'];
  visibility: EventRow['visibility'];
  admission: EventRow['admission'];
  status: NewEventStatus;
  startsAt: Date | null;
}

/** Null when the slug is taken. */
export async function insertEvent(tx: Tx, event: NewEvent): Promise<EventRow | null> {
  const [row] = await tx<EventRow[]>`
    insert into events (team_id, slug, title, kind, visibility, admission, status, starts_at)
    values (${event.teamId}, ${event.slug}, ${event.title}, ${event.kind}, ${event.visibility}, ${event.admission},
      ${event.status}, ${event.startsAt})
    on conflict (lower(slug)) do nothing
    returning ${columns(tx)}`;
  return row ?? null;
}

export type EventChanges = Partial<
  Pick<EventRow, 'title' | 'visibility' | 'admission' | 'startsAt' | 'embedOrigins' | 'recordingPublic'>
> & {
  settings?: JSONValue;
};

export async function updateEventRow(tx: Tx, id: string, changes: EventChanges): Promise<void> {
  const { title, visibility, admission, startsAt, embedOrigins, recordingPublic, settings } = changes;
  await tx`
    update events set
      title = coalesce(${title ?? null}, title),
      visibility = coalesce(${visibility ?? null}, visibility),
      admission = coalesce(${admission ?? null}, admission),
      embed_origins = coalesce(${embedOrigins ?? null}::text[], embed_origins),
      recording_public = coalesce(${recordingPublic ?? null}, recording_public),
      starts_at = ${startsAt === undefined ? tx`starts_at` : startsAt},
      settings = ${settings === undefined ? tx`settings` : tx.json(settings)}
    where id = ${id}`;
}

export async function setEventStatus(
  tx: Tx,
  id: string,
  status: EventRow['status'],
  streamId: string | null,
): Promise<void> {
  await tx`update events set status = ${status}, stream_id = ${streamId} where id = ${id}`;
}

/** @returns whether a row was deleted: the policy does not delete a live event */
export async function deleteEventRow(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx`delete from events where id = ${id} returning id`;
  return rows.length > 0;
}

/** Matches that phones and crew may be using now; a show's status follows its host. For the reconciler. */
export async function openEvents(tx: Tx): Promise<Pick<EventRow, 'id' | 'slug' | 'status'>[]> {
  return tx`select id, slug, status from events where kind = 'match' and status in ('ready', 'live')`;
}

/** Those of these events that there are. For claims of purpose `reconcile`. */
export async function presentEvents(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`select id from events where id = any(${[...ids]}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Rows of event_updates are needed for minutes: a client that is further behind is given everything. For the
 * reconciler.
 */
export async function pruneUpdates(tx: Tx): Promise<void> {
  await tx`delete from event_updates where at < now() - interval '10 minutes'`;
}

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
