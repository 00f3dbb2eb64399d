import { PERIODS, type Period } from '../../../contract/vocabulary';
import type { MatchClock } from '../../../contract/score';
import { AppError } from '../../../core/errors';
import type { ScoreRow } from '../../../db/queries/scores';

/** @throws AppError conflict before somebody has set it up */
export function mustBeSetUp(row: ScoreRow | null): ScoreRow {
  if (row) return row;
  throw new AppError('conflict', 'This event has no score yet. Name the two sides first.');
}

export function clockOf({ clockMs, clockStartedAt }: ScoreRow): MatchClock {
  return { ms: clockMs, startedAt: clockStartedAt?.toISOString() ?? null };
}

export function periodOf({ period }: ScoreRow): Period | null {
  return PERIODS.find((one) => one === period) ?? null;
}
