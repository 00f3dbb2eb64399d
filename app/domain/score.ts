import type { ScoreAnswer, ScoreChanged, ScorePoint } from '../../contract/messages';
import { EMPTY_ENTRY } from '../../core/scoring/fold';
import type { ClockChange, Period, Side } from '../../contract/score';
import type { Sport } from '../../contract/sports';
import { AppError } from '../../core/errors';
import { changedClock, shortNames } from '../../core/score';
import { type Claims, withClaims } from '../../db/claims';
import {
  deleteScore,
  findScore,
  lastPoint,
  listPoints,
  type PointRow,
  type ScoreRow,
  writeNames,
} from '../../db/queries/scores';
import type { Services } from '../services';
import { eventIn, lockedEventIn, mustDirect, mustScore } from './access';
import { commitCommand } from './change';
import {
  changeSheet,
  type NewEntry,
  raiseScoreSeq,
  recount,
  type ScoreServices,
  scoreNow,
} from './score-sheet';

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
 * Names the two sides; the first time, this starts the score at 0:0. Points, period and clock do not change,
 * unless the sport does: then the list is counted by its rules.
 */
export function nameSides(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { home, away, sport }: { home: SideNames; away: SideNames; sport?: Sport | undefined },
): Promise<ScoreChanged> {
  const [homeShort, awayShort] = shortNames(home.name, away.name);
  return commitCommand(services, actor, slug, async (tx) => {
    mustScore(actor);
    const event = await lockedEventIn(tx, slug);
    if (event.kind === 'show') throw new AppError('conflict', 'A show has no score; a match has one.');
    const before: ScoreRow | null = await findScore(tx, event.id);
    await raiseScoreSeq(tx, event.id);
    await writeNames(tx, event.id, {
      homeName: home.name,
      awayName: away.name,
      homeShort: home.short ?? homeShort,
      awayShort: away.short ?? awayShort,
      sport: sport ?? before?.sport ?? 'free',
    });
    if (sport !== undefined && sport !== before?.sport) await recount(tx, event.id, sport);
    return scoreNow(tx, event.id);
  });
}

/** Deletes the score with its events. */
export async function removeScore(services: ScoreServices, actor: Claims, slug: string): Promise<void> {
  await commitCommand(services, actor, slug, async (tx) => {
    mustDirect(actor);
    const event = await lockedEventIn(tx, slug);
    if (await deleteScore(tx, event.id)) await raiseScoreSeq(tx, event.id);
  });
}

/**
 * Adds or subtracts a point. The same `requestId` counts once.
 *
 * @throws AppError conflict where the side has no points to subtract, or the maximum
 */
export async function countPoint(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { side, delta, requestId }: { side: Side; delta: 1 | -1; requestId?: string | undefined },
): Promise<ScoreChanged> {
  const kind = delta > 0 ? 'goal' : 'correction';
  return addOnce(services, actor, slug, { ...EMPTY_ENTRY, kind, side, value: delta, requestId });
}

async function addOnce(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  entry: NewEntry,
): Promise<ScoreChanged> {
  const { changed } = await changeSheet(services, actor, slug, async (sheet) => {
    if (!sheet.byRequest(entry.requestId)) await sheet.add(entry);
  });
  return changed;
}

/**
 * Takes back the last point. Its id is given, so that two scorers who press at once take back one point and
 * not two.
 *
 * @throws AppError stale where another point was counted since, or it was already taken back
 */
export async function undoPoint(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  { pointId, requestId }: { pointId: string; requestId?: string | undefined },
): Promise<ScoreChanged> {
  const { changed } = await changeSheet(services, actor, slug, async (sheet) => {
    if (sheet.byRequest(requestId)) return;
    const last = await lastPoint(sheet.tx, sheet.event.id);
    if (last?.id !== pointId) {
      throw new AppError('stale', 'The score has changed in the meantime. Look at it, then take back again.');
    }
    await sheet.add(undoOf({ id: last.id, side: last.side, value: last.delta }, requestId));
  });
  return changed;
}

/** With the points that it takes away, for lists of points alone. */
export function undoOf(
  { id, side, value }: { id: string; side: Side | null; value: number | null },
  requestId: string | undefined,
): NewEntry {
  return { ...EMPTY_ENTRY, kind: 'undo', side, value: value === null ? null : -value, undoes: id, requestId };
}

/** Sets the period and starts, stops or sets the clock. Idempotent. */
export async function progress(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  wish: { period?: Period | null | undefined; clock?: ClockChange | undefined },
): Promise<ScoreChanged> {
  const { changed } = await changeSheet(services, actor, slug, async (sheet) => {
    const { period, clock } = sheet.board;
    const moved = wish.clock && changedClock(clock, wish.clock, sheet.row.now) !== clock;
    const entry = { ...EMPTY_ENTRY, clock: moved ? (wish.clock ?? null) : null, requestId: undefined };
    if (wish.period !== undefined && wish.period !== period) {
      await sheet.add({ ...entry, kind: 'period', period: wish.period });
    } else if (moved) await sheet.add({ ...entry, kind: 'clock' });
  });
  return changed;
}
