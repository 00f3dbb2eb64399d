import type { Side } from '../../../contract/vocabulary';
import { AppError } from '../../../core/errors';
import { clockAt, MAX_POINTS, pointsAfter } from '../../../core/score';
import type { Claims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import type { EventRow } from '../../../db/queries/events';
import { insertPoint, lastPoint, type ScoreRow, wasCounted } from '../../../db/queries/scores';
import type { ScoreChanged } from '../../../contract/messages';
import { actorName } from '../access/rights';
import { changeScore, type ScoreServices } from './change';
import { clockOf, mustBeSetUp } from './found';

interface Count {
  side: Side;
  delta: 1 | -1;
  undoes: string | null;
  requestId: string | undefined;
}

/**
 * Counts a point, or takes one off. The same `requestId` counts once.
 *
 * @throws AppError conflict where the side has none to take off or as many as there can be
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
    await write(tx, event, row, actor, { side, delta, undoes: null, requestId }, raise);
  });
}

/**
 * Takes back what was counted last. It is named, so that two scorers who press at once take back one point
 * and not two.
 *
 * @throws AppError stale where something else was counted since, or it was taken back already
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
    await write(tx, event, row, actor, { side: last.side, delta, undoes: last.id, requestId }, raise);
  });
}

async function write(
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
    clockMs: clockAt(clockOf(row), Date.now()),
    actor: actorName(actor),
    undoes,
    requestId: requestId ?? null,
  });
}
