import { PERIODS, type Period, type CrewRole } from '../../../contract/vocabulary';
import type { MatchClock } from '../../../contract/score';
import { AppError } from '../../../core/errors';
import type { Claims } from '../../../db/claims';
import type { ScoreRow } from '../../../db/queries/scores';

const SCORES: readonly CrewRole[] = ['director', 'scorer'];

/** Who keeps the score: the team, directors and scorers. @throws AppError forbidden */
export function mustScore(actor: Claims): void {
  if (actor.kind === 'member' || (actor.kind === 'crew' && SCORES.includes(actor.role))) return;
  throw new AppError('forbidden', 'Only a scorer may do this. Ask the organiser for a scorer link.');
}

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
