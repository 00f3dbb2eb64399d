import type { Sport } from '../../contract/sports';
import type { Period, Side } from '../../contract/score';
import type { Tx } from '../connect';

export interface ScoreRow {
  homeName: string;
  awayName: string;
  homeShort: string;
  awayShort: string;
  sport: Sport;
  /** At this moment. */
  now: Date;
}

/** The caller holds the event's lock. What follows from the list of events is read from there. */
export async function findScore(tx: Tx, eventId: string): Promise<ScoreRow | null> {
  const [row] = await tx<ScoreRow[]>`
    select home_name as "homeName", away_name as "awayName", home_short as "homeShort", away_short as "awayShort",
      sport, clock_timestamp() as now
    from scores where event_id = ${eventId}`;
  return row ?? null;
}

/** Inserts, or changes names and sport only; points, period and clock stay. */
export async function writeNames(
  tx: Tx,
  eventId: string,
  { homeName, awayName, homeShort, awayShort, sport }: Omit<ScoreRow, 'now'>,
): Promise<void> {
  await tx`
    insert into scores (event_id, home_name, away_name, home_short, away_short, sport)
    values (${eventId}, ${homeName}, ${awayName}, ${homeShort}, ${awayShort}, ${sport})
    on conflict (event_id) do update set home_name = excluded.home_name, away_name = excluded.away_name,
      home_short = excluded.home_short, away_short = excluded.away_short, sport = excluded.sport`;
}

/** What follows from the list of events, stored so that the state is read without it. */
interface DerivedScore {
  homePoints: number;
  awayPoints: number;
  period: Period | null;
  clockMs: number;
  clockStartedAt: Date | null;
  clockDownMs: number | null;
}

export async function writeDerived(tx: Tx, eventId: string, score: DerivedScore): Promise<void> {
  await tx`
    update scores set home_points = ${score.homePoints}, away_points = ${score.awayPoints},
      period = ${score.period}, clock_ms = ${Math.round(score.clockMs)},
      clock_started_at = ${score.clockStartedAt}, clock_down_ms = ${score.clockDownMs}
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
  delta: number;
  home: number;
  away: number;
  clockMs: number;
  actor: string;
  undoes: string | null;
}

const pointColumns = (tx: Tx) => tx`
  c.id, c.at, c.side, c.delta, c.home_points as home, c.away_points as away, c.clock_ms as "clockMs", c.actor, c.undoes`;

/** The newest point that neither undid another one nor was undone. */
const last = (tx: Tx, eventId: ReturnType<Tx> | string) => tx`
  from score_changes c where c.event_id = ${eventId} and c.undoes is null and c.delta is not null
    and not exists (select from score_changes u where u.undoes = c.id)
  order by c.seq desc, c.number desc limit 1`;

export async function lastPoint(tx: Tx, eventId: string): Promise<PointRow | null> {
  const [row] = await tx<PointRow[]>`select ${pointColumns(tx)} ${last(tx, eventId)}`;
  return row ?? null;
}

/** Newest first. */
export async function listPoints(tx: Tx, eventId: string): Promise<PointRow[]> {
  return tx<PointRow[]>`
    select ${pointColumns(tx)} from score_changes c where c.event_id = ${eventId} and c.delta is not null
    order by c.seq desc, c.number desc limit 100`;
}

/**
 * As a slice of the state, for the one statement that reads it all: an array of none or one. `e` is the
 * event.
 */
export const scoreOf = (tx: Tx) => tx`(
  select coalesce(jsonb_agg(jsonb_build_object(
    'home', jsonb_build_object('name', s.home_name, 'short', s.home_short, 'points', s.home_points),
    'away', jsonb_build_object('name', s.away_name, 'short', s.away_short, 'points', s.away_points),
    'period', s.period, 'clock', jsonb_strip_nulls(jsonb_build_object('downFromMs', s.clock_down_ms))
      || jsonb_build_object('ms', s.clock_ms, 'startedAt', s.clock_started_at),
    'last', (select jsonb_build_object('id', c.id, 'side', c.side, 'delta', c.delta, 'at', c.at, 'actor', c.actor)
      ${last(tx, tx`e.id`)})
  )), '[]') from scores s where s.event_id = e.id)`;

/** The slice alone, with the event's seq. */
export async function readScore(tx: Tx, eventId: string): Promise<{ seq: number; score: unknown } | null> {
  const [row] = await tx<{ seq: number; score: unknown }[]>`
    select e.seq, ${scoreOf(tx)} as score from events e where e.id = ${eventId}`;
  return row ?? null;
}
