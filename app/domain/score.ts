import type { ScoreAnswer, ScoreChanged, ScorePoint } from '../../contract/messages';
import type { MatchClock } from '../../contract/score';
import { type Period, PERIODS, type Side } from '../../contract/vocabulary';
import { AppError } from '../../core/errors';
import { changedClock, clockAt, type ClockWish, MAX_POINTS, pointsAfter, shortNames } from '../../core/score';
import { type Claims, withClaims } from '../../db/claims';
import type { Tx } from '../../db/connect';
import type { EventRow } from '../../db/queries/events';
import {
  deleteScore,
  findScore,
  insertPoint,
  lastPoint,
  listPoints,
  type PointRow,
  readScore,
  type ScoreRow,
  wasCounted,
  writeNames,
  writeProgress,
} from '../../db/queries/scores';
import { ScoreSlice } from '../../db/queries/state';
import { raiseSeq } from '../../db/queries/switching';
import type { Services } from '../services';
import { actorName, eventIn, lockedEventIn, mustDirect, mustScore, noSuchEvent } from './access';
import { commitCommand } from './change';

/** The score and its points, for the event's crew. @throws AppError not_found */
export async function eventScore(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<ScoreAnswer> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    const points = await listPoints(tx, event.id);
    return { ...(await scoreNow(tx, event.id)), points: points.map(pointAnswer) };
  });
}

function pointAnswer({ at, ...row }: PointRow): ScorePoint {
  return { ...row, at: at.toISOString() };
}

export interface SideNames {
  name: string;
  /** Derived from the name if omitted. */
  short?: string | undefined;
}

/**
 * Names the two sides; the first time, this starts the score at 0:0. Points, period and clock do not change.
 */
export function nameSides(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { home, away }: { home: SideNames; away: SideNames },
): Promise<ScoreChanged> {
  const [homeShort, awayShort] = shortNames(home.name, away.name);
  return changeScore(services, actor, slug, async (tx, event, _row, raise) => {
    if (event.kind === 'show') throw new AppError('conflict', 'A show has no score; a match has one.');
    await raise();
    await writeNames(tx, event.id, {
      homeName: home.name,
      awayName: away.name,
      homeShort: home.short ?? homeShort,
      awayShort: away.short ?? awayShort,
    });
  });
}

/** Deletes the score with its points. */
export async function removeScore(services: ScoreServices, actor: Claims, slug: string): Promise<void> {
  await changeScore(services, actor, slug, async (tx, event, _row, raise) => {
    mustDirect(actor);
    if (await deleteScore(tx, event.id)) await raise();
  });
}

interface Count {
  side: Side;
  delta: 1 | -1;
  undoes: string | null;
  requestId: string | undefined;
}

/**
 * Adds or subtracts a point. The same `requestId` counts once.
 *
 * @throws AppError conflict where the side has no points to subtract, or the maximum
 */
export function countPoint(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { side, delta, requestId }: { side: Side; delta: 1 | -1; requestId?: string | undefined },
): Promise<ScoreChanged> {
  return changeScore(services, actor, slug, async (tx, event, found, raise) => {
    const row = mustBeSetUp(found);
    if (requestId !== undefined && (await wasCounted(tx, event.id, requestId))) return;
    await writePoint(tx, event, row, actor, { side, delta, undoes: null, requestId }, raise);
  });
}

/**
 * Takes back the last point. Its id is given, so that two scorers who press at once take back one point and
 * not two.
 *
 * @throws AppError stale where another point was counted since, or it was already taken back
 */
export function undoPoint(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { pointId, requestId }: { pointId: string; requestId?: string | undefined },
): Promise<ScoreChanged> {
  return changeScore(services, actor, slug, async (tx, event, found, raise) => {
    const row = mustBeSetUp(found);
    if (requestId !== undefined && (await wasCounted(tx, event.id, requestId))) return;
    const last = await lastPoint(tx, event.id);
    if (last?.id !== pointId) {
      throw new AppError('stale', 'The score has changed in the meantime. Look at it, then take back again.');
    }
    const delta = last.delta === 1 ? -1 : 1;
    await writePoint(tx, event, row, actor, { side: last.side, delta, undoes: last.id, requestId }, raise);
  });
}

async function writePoint(
  tx: Tx,
  event: EventRow,
  row: ScoreRow,
  actor: Claims,
  { side, delta, undoes, requestId }: Count,
  raise: () => Promise<number>,
): Promise<void> {
  const before = side === 'home' ? row.homePoints : row.awayPoints;
  const points = pointsAfter(before, delta);
  if (points === null) {
    throw new AppError(
      'conflict',
      delta < 0
        ? 'This side has no point that could be taken off.'
        : `No side can have more than ${MAX_POINTS}.`,
    );
  }
  await insertPoint(tx, {
    eventId: event.id,
    seq: await raise(),
    side,
    delta,
    home: side === 'home' ? points : row.homePoints,
    away: side === 'away' ? points : row.awayPoints,
    clockMs: clockAt(clockOf(row), row.now.getTime()),
    actor: actorName(actor),
    undoes,
    requestId: requestId ?? null,
  });
}

/** Sets the period and starts, stops or sets the clock. Idempotent. */
export function progress(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  wish: { period?: Period | null | undefined; clock?: ClockWish | undefined },
): Promise<ScoreChanged> {
  return changeScore(services, actor, slug, async (tx, event, found, raise) => {
    const row = mustBeSetUp(found);
    const before = { period: periodOf(row), clock: clockOf(row) };
    const period = wish.period === undefined ? before.period : wish.period;
    const clock = changedClock(before.clock, wish.clock ?? {}, row.now);
    if (period === before.period && clock === before.clock) return;
    await raise();
    await writeProgress(tx, event.id, {
      period,
      clockMs: clock.ms,
      clockStartedAt: clock.startedAt === null ? null : new Date(clock.startedAt),
    });
  });
}

type ScoreServices = Pick<Services, 'commandSql' | 'doorbell'>;

/**
 * One change of the score, under the event's row lock. `work` calls `raise` where something changed: only
 * then `events.seq` is raised, in the same transaction.
 *
 * @param work gets the event, the score before, and the function that raises seq
 * @throws AppError not_found, forbidden, and what `work` throws
 */
async function changeScore(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  work: (tx: Tx, event: EventRow, row: ScoreRow | null, raise: () => Promise<number>) => Promise<void>,
): Promise<ScoreChanged> {
  return commitCommand(services, actor, slug, async (tx) => {
    mustScore(actor);
    const event = await lockedEventIn(tx, slug);
    const raise = async () => {
      const seq = await raiseSeq(tx, event.id, ['score']);
      if (seq === null) throw noSuchEvent();
      return seq;
    };
    await work(tx, event, await findScore(tx, event.id), raise);
    return scoreNow(tx, event.id);
  });
}

/** The score as the crew sees it, with its seq. @throws AppError not_found */
async function scoreNow(tx: Tx, eventId: string): Promise<ScoreChanged> {
  const row = await readScore(tx, eventId);
  if (!row) throw noSuchEvent();
  return { seq: row.seq, score: ScoreSlice.parse(row.score)[0] ?? null };
}

/** @throws AppError conflict before the sides are named */
function mustBeSetUp(row: ScoreRow | null): ScoreRow {
  if (row) return row;
  throw new AppError('conflict', 'This event has no score yet. Name the two sides first.');
}

function clockOf({ clockMs, clockStartedAt }: ScoreRow): MatchClock {
  return { ms: clockMs, startedAt: clockStartedAt?.toISOString() ?? null };
}

function periodOf({ period }: ScoreRow): Period | null {
  return PERIODS.find((one) => one === period) ?? null;
}
