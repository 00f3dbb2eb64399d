import type { Side } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface ScoreRow {
  homeName: string;
  awayName: string;
  homeShort: string;
  awayShort: string;
  homePoints: number;
  awayPoints: number;
  period: string | null;
  clockMs: number;
  clockStartedAt: Date | null;
  /** At this moment, by the clock of which `clockStartedAt` is. */
  now: Date;
}

const columns = (tx: Tx) => tx`
  home_name as "homeName", away_name as "awayName", home_short as "homeShort", away_short as "awayShort",
  home_points as "homePoints", away_points as "awayPoints", period, clock_ms as "clockMs",
  clock_started_at as "clockStartedAt", clock_timestamp() as now`;

/** The caller holds the event's lock. */
export async function findScore(tx: Tx, eventId: string): Promise<ScoreRow | null> {
  const [row] = await tx<ScoreRow[]>`select ${columns(tx)} from scores where event_id = ${eventId}`;
  return row ?? null;
}

/** Inserts, or changes the names only; points, period and clock stay. */
export async function writeNames(
  tx: Tx,
  eventId: string,
  names: Pick<ScoreRow, 'homeName' | 'awayName' | 'homeShort' | 'awayShort'>,
): Promise<void> {
  const { homeName, awayName, homeShort, awayShort } = names;
  await tx`
    insert into scores (event_id, home_name, away_name, home_short, away_short)
    values (${eventId}, ${homeName}, ${awayName}, ${homeShort}, ${awayShort})
    on conflict (event_id) do update set home_name = excluded.home_name, away_name = excluded.away_name,
      home_short = excluded.home_short, away_short = excluded.away_short`;
}

export async function writeProgress(
  tx: Tx,
  eventId: string,
  { period, clockMs, clockStartedAt }: Pick<ScoreRow, 'period' | 'clockMs' | 'clockStartedAt'>,
): Promise<void> {
  await tx`
    update scores set period = ${period}, clock_ms = ${Math.round(clockMs)}, clock_started_at = ${clockStartedAt}
    where event_id = ${eventId}`;
}

/** @returns whether there was one */
export async function deleteScore(tx: Tx, eventId: string): Promise<boolean> {
  const rows = await tx`delete from scores where event_id = ${eventId} returning event_id`;
  return rows.length > 0;
}

export interface PointRow {
  id: string;
  at: Date;
  side: Side;
  delta: 1 | -1;
  home: number;
  away: number;
  clockMs: number;
  actor: string;
  undoes: string | null;
}

const pointColumns = (tx: Tx) => tx`
  c.id, c.at, c.side, c.delta, c.home_points as home, c.away_points as away, c.clock_ms as "clockMs", c.actor, c.undoes`;

export interface NewPoint extends Omit<PointRow, 'id' | 'at'> {
  eventId: string;
  seq: number;
  requestId: string | null;
}

export async function insertPoint(tx: Tx, point: NewPoint): Promise<void> {
  await tx`
    update scores set home_points = ${point.home}, away_points = ${point.away} where event_id = ${point.eventId}`;
  await tx`
    insert into score_changes
      (event_id, seq, side, delta, home_points, away_points, clock_ms, actor, undoes, request_id)
    values (${point.eventId}, ${point.seq}, ${point.side}, ${point.delta}, ${point.home}, ${point.away},
      ${Math.round(point.clockMs)}, ${point.actor}, ${point.undoes}, ${point.requestId})`;
}

/** Whether a request with this id was counted already. */
export async function wasCounted(tx: Tx, eventId: string, requestId: string): Promise<boolean> {
  const rows =
    await tx`select 1 from score_changes where event_id = ${eventId} and request_id = ${requestId}`;
  return rows.length > 0;
}

/** The newest point that neither undid another one nor was undone. */
const last = (tx: Tx, eventId: ReturnType<Tx> | string) => tx`
  from score_changes c where c.event_id = ${eventId} and c.undoes is null
    and not exists (select from score_changes u where u.undoes = c.id)
  order by c.seq desc limit 1`;

export async function lastPoint(tx: Tx, eventId: string): Promise<PointRow | null> {
  const [row] = await tx<PointRow[]>`select ${pointColumns(tx)} ${last(tx, eventId)}`;
  return row ?? null;
}

/** Newest first. */
export async function listPoints(tx: Tx, eventId: string): Promise<PointRow[]> {
  return tx<PointRow[]>`
    select ${pointColumns(tx)} from score_changes c where c.event_id = ${eventId} order by c.seq desc limit 100`;
}

/**
 * As a slice of the state, for the one statement that reads it all: an array of none or one. `e` is the
 * event.
 */
export const scoreOf = (tx: Tx) => tx`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'home', jsonb_build_object('name', s.home_name, 'short', s.home_short, 'points', s.home_points),
    'away', jsonb_build_object('name', s.away_name, 'short', s.away_short, 'points', s.away_points),
    'period', s.period, 'clock', jsonb_build_object('ms', s.clock_ms, 'startedAt', s.clock_started_at),
    'last', (select jsonb_build_object('id', c.id, 'side', c.side, 'delta', c.delta, 'at', c.at, 'actor', c.actor)
      ${last(tx, tx`e.id`)})
  )), '[]') from scores s where s.event_id = e.id)`;

/** The slice alone, with the event's seq. */
export async function readScore(tx: Tx, eventId: string): Promise<{ seq: number; score: unknown } | null> {
  const [row] = await tx<{ seq: number; score: unknown }[]>`
    select e.seq, ${scoreOf(tx)} as score from events e where e.id = ${eventId}`;
  return row ?? null;
}
