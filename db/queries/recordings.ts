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

/** Newest first, without the parts for which the disk had no room at all. */
export async function readRecordings(tx: Tx, eventId: string): Promise<RecordingRow[]> {
  return tx<RecordingRow[]>`
    select ${columns(tx)} from recordings r join events e on e.id = r.event_id
    where r.event_id = ${eventId} and (r.ended_at is null or r.bytes > 0) order by r.started_at desc, r.id`;
}

/** Finished parts of one stream that viewers may have, in their order. For the claims of a viewer. */
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
