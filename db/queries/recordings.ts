import type { Tx } from '../connect';

export interface RecordingRow {
  id: string;
  eventId: string;
  slug: string;
  title: string;
  part: number;
  /** Relative to the folder of recordings. */
  file: string;
  startedAt: Date;
  endedAt: Date | null;
  bytes: number;
}

const columns = (tx: Tx) => tx`
  r.id, r.event_id as "eventId", e.slug, e.title, r.part, r.file, r.started_at as "startedAt",
  r.ended_at as "endedAt", r.bytes`;

/** Newest first, without the parts for which the disk had no space at all. */
export async function readRecordings(tx: Tx, eventId: string): Promise<RecordingRow[]> {
  return tx<RecordingRow[]>`
    select ${columns(tx)} from recordings r join events e on e.id = r.event_id
    where r.event_id = ${eventId} and (r.ended_at is null or r.bytes > 0) order by r.started_at desc, r.id`;
}

/** Finished parts of one stream that viewers may download, in order. For the claims of a viewer. */
export async function readPublished(tx: Tx, streamId: string): Promise<RecordingRow[]> {
  return tx<RecordingRow[]>`
    select ${columns(tx)} from recordings r join events e on e.id = r.event_id
    where r.stream_id = ${streamId} and r.ended_at is not null and r.bytes > 0 order by r.part`;
}

export async function findRecording(tx: Tx, id: string): Promise<RecordingRow | null> {
  const [row] = await tx<RecordingRow[]>`
    select ${columns(tx)} from recordings r join events e on e.id = r.event_id where r.id = ${id}`;
  return row ?? null;
}

/** A file of the recording, as an engine writes it. */
export interface RecordingPart {
  streamId: string;
  /** Relative to the folder of recordings. */
  file: string;
  startedAt: Date;
  /** On the media time that all parts of a stream share. */
  mediaStartMs: number;
  bytes: number;
  /** Null while it is written. */
  endedAt: Date | null;
}

/** Identified by its file; its number is assigned here, so that the count continues after a takeover. */
export async function saveRecordingPart(tx: Tx, eventId: string, part: RecordingPart): Promise<void> {
  const { streamId, file, startedAt, mediaStartMs, bytes, endedAt } = part;
  const known = await tx`
    update recordings
    set bytes = ${bytes}, media_start_ms = ${Math.round(mediaStartMs)}, ended_at = coalesce(${endedAt}, ended_at)
    where stream_id = ${streamId} and file = ${file}`;
  if (known.count > 0) return;
  await tx`
    insert into recordings (event_id, stream_id, part, file, media_start_ms, started_at, bytes, ended_at)
    select ${eventId}, ${streamId}, coalesce(max(part), 0) + 1, ${file}, ${Math.round(mediaStartMs)}, ${startedAt},
           ${bytes}, ${endedAt}
    from recordings where stream_id = ${streamId}`;
}

/** Ends the parts that a killed engine left open: nothing writes to them, and they can be downloaded. */
export async function closeLeftParts(tx: Tx, eventId: string): Promise<void> {
  await tx`update recordings set ended_at = now() where event_id = ${eventId} and ended_at is null`;
}

/** Ends the parts of runs that are over and whose engine was killed before it could. */
export async function closeForgottenParts(tx: Tx): Promise<void> {
  await tx`
    update recordings r set ended_at = s.ended_at from streams s
    where s.id = r.stream_id and r.ended_at is null and s.ended_at < now() - interval '30 seconds'`;
}

export type EndedPart = Pick<RecordingRow, 'id' | 'file' | 'bytes'>;

/**
 * Parts that nobody writes to any more, newest first.
 * @param all also those that ended more than a day ago
 */
export async function readEndedParts(tx: Tx, all: boolean): Promise<EndedPart[]> {
  return tx<EndedPart[]>`
    select id, file, bytes from recordings
    where ended_at is not null and (${all} or ended_at > now() - interval '1 day')
    order by ended_at desc, id`;
}

/** @returns the event's id; null where the recording is gone */
export async function setRecordingBytes(tx: Tx, id: string, bytes: number): Promise<string | null> {
  const [row] = await tx<{ eventId: string }[]>`
    update recordings set bytes = ${bytes} where id = ${id} returning event_id as "eventId"`;
  return row?.eventId ?? null;
}

export async function anyOnAir(tx: Tx): Promise<boolean> {
  return (await tx`select 1 from events where status = 'live' limit 1`).length > 0;
}
