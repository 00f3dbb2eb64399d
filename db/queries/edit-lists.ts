import type { Layout, SwitchKind, Transition } from '../../contract/vocabulary';
import type { Tx } from '../connect';

/** A run on the air as an editor needs it. */
export interface RunToEdit {
  switches: {
    at: Date;
    kind: SwitchKind;
    to: string | null;
    transition: Transition;
    mediaMs: number | null;
    layout: Layout | null;
    cells: (string | null)[] | null;
    frames: number | null;
  }[];
  parts: { part: number; file: string; startedAt: Date; startMs: number; lengthMs: number }[];
  startedAt: Date;
  /** Null while it is on the air. */
  endedAt: Date | null;
  labels: Map<string, string>;
}

/** @param run null for the newest one; @returns null where the event has no such run */
export async function readRunToEdit(tx: Tx, eventId: string, run: string | null): Promise<RunToEdit | null> {
  const [stream] = await tx<{ id: string; startedAt: Date; endedAt: Date | null }[]>`
    select id, started_at as "startedAt", ended_at as "endedAt" from streams
    where event_id = ${eventId} and ${run === null ? tx`true` : tx`id = ${run}`}
    order by started_at desc limit 1`;
  if (!stream) return null;
  const { id, startedAt, endedAt } = stream;
  const [switches, parts, cameras] = await Promise.all([
    // Of those before the run only the last one is seen in it; its media time was that of another run.
    tx<RunToEdit['switches']>`
      select at, kind, to_camera as "to", transition,
        case when at < ${startedAt} then 0 else media_time_ms end as "mediaMs",
        data->>'layout' as layout, data->'cells' as cells, (data->'timed'->>'frames')::int as frames
      from switch_logs
      where event_id = ${eventId} and kind in ('cut', 'slate', 'layout') and at <= coalesce(${endedAt}, now())
        and id >= coalesce((select max(id) from switch_logs where event_id = ${eventId}
          and kind in ('cut', 'slate', 'layout') and at < ${startedAt}), 0)
      order by id`,
    tx<RunToEdit['parts']>`
      select part, file, started_at as "startedAt", media_start_ms as "startMs",
        (extract(epoch from coalesce(ended_at, now()) - started_at) * 1000)::float8 as "lengthMs"
      from recordings where stream_id = ${id} and bytes > 0 order by part`,
    tx<{ id: string; label: string }[]>`select id, label from cameras where event_id = ${eventId}`,
  ]);
  return {
    switches,
    parts,
    startedAt,
    endedAt,
    labels: new Map(cameras.map(({ id: camera, label }) => [camera, label])),
  };
}
