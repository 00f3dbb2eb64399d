import type { Tx } from '../connect';

export interface RecordingRow {
  id: string;
  eventId: string;
  slug: string;
  part: number;
  /** Relative to the folder of recordings. */
  file: string;
  startedAt: Date;
  endedAt: Date | null;
  bytes: number;
}

const columns = (tx: Tx) => tx`
  r.id, r.event_id as "eventId", e.slug, r.part, r.file, r.started_at as "startedAt", r.ended_at as "endedAt", r.bytes`;

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
