import type { OutputState, SwitchKind } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface RunRow {
  id: string;
  startedAt: Date;
  endedAt: Date | null;
  peakViewers: number;
  /** Seconds, of all our own viewers together. */
  watchedS: number;
}

/** Newest first. */
export async function readRuns(tx: Tx, eventId: string): Promise<RunRow[]> {
  return tx<RunRow[]>`
    select id, started_at as "startedAt", ended_at as "endedAt", peak_viewers as "peakViewers",
      watched_seconds(id) as "watchedS"
    from streams where event_id = ${eventId} order by started_at desc, id limit 50`;
}

export interface SampleRow {
  at: Date;
  page: number;
  embed: number;
  platforms: Record<string, number>;
}

export async function readSamples(tx: Tx, streamId: string): Promise<SampleRow[]> {
  return tx<SampleRow[]>`
    select at, page, embed, platforms from stream_samples where stream_id = ${streamId} order by at`;
}

export interface Span {
  from: Date;
  to: Date;
}

/** Further marks are dropped: they could not be distinguished on the curve. */
export const MAX_MARKS = 500;

export interface SwitchMark {
  at: Date;
  kind: SwitchKind;
  data: Record<string, unknown>;
}

/** Cuts by people; a failover is in the log, as a failure. */
export async function readSwitchMarks(tx: Tx, eventId: string, { from, to }: Span): Promise<SwitchMark[]> {
  return tx<SwitchMark[]>`
    select * from (
      select w.at, w.kind, jsonb_build_object('to', w.to_camera, 'from', w.from_camera, 'actor', w.actor,
        'source', w.source, 'transition', w.transition, 'fromLabel', f.label, 'toLabel', t.label) || w.data as data
      from switch_logs w left join cameras f on f.id = w.from_camera left join cameras t on t.id = w.to_camera
      where w.event_id = ${eventId} and w.at between ${from} and ${to} and w.source <> 'failover'
        and w.kind <> 'graphic'
      order by w.id desc limit ${MAX_MARKS}) as marks
    order by at`;
}

export async function readFaultMarks(
  tx: Tx,
  eventId: string,
  { from, to }: Span,
): Promise<{ at: Date; text: string }[]> {
  return tx<{ at: Date; text: string }[]>`
    select * from (
      select at, text from event_log
      where event_id = ${eventId} and at between ${from} and ${to} and severity in ('warning', 'error')
      order by id desc limit ${MAX_MARKS}) as marks
    order by at`;
}

export interface OutputChangeRow {
  /** A destination's id, 'recording', 'viewers' or 'hls'. */
  output: string;
  /** Of a destination that still exists. */
  label: string | null;
  plugin: string | null;
  state: OutputState;
  at: Date;
}

/** Changes of each output within the span, in order, and the last one before it as the initial state. */
export async function readOutputChanges(
  tx: Tx,
  eventId: string,
  { from, to }: Span,
): Promise<OutputChangeRow[]> {
  return tx<OutputChangeRow[]>`
    select c.output, d.label, d.plugin, c.state, c.at
    from output_changes c left join destinations d on d.event_id = c.event_id and d.id::text = c.output
    where c.event_id = ${eventId} and c.at <= ${to}
      and c.id >= coalesce((select max(b.id) from output_changes b
        where b.event_id = c.event_id and b.output = c.output and b.at < ${from}), 0)
    order by c.id`;
}
