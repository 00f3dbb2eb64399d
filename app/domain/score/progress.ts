import type { Period } from '../../../contract/vocabulary';
import { changedClock, type ClockWish } from '../../../core/score';
import type { Claims } from '../../../db/claims';
import { writeProgress } from '../../../db/queries/scores';
import type { ScoreChanged } from '../../../contract/messages';
import { changeScore, type ScoreServices } from './change';
import { clockOf, mustBeSetUp, periodOf } from './found';

/** Sets the period and starts, stops or sets the clock. Asking for what is already so changes nothing. */
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
    const clock = changedClock(before.clock, wish.clock ?? {}, new Date());
    if (period === before.period && clock === before.clock) return;
    await raise();
    await writeProgress(tx, event.id, {
      period,
      clockMs: clock.ms,
      clockStartedAt: clock.startedAt === null ? null : new Date(clock.startedAt),
    });
  });
}
