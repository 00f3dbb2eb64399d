import type { Claims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import type { EventRow } from '../../../db/queries/events';
import { findScore, readScore, type ScoreRow } from '../../../db/queries/scores';
import { raiseSeq } from '../../../db/queries/switching';
import type { ScoreChanged } from '../../../contract/messages';
import type { Services } from '../../services';
import { lockedEventIn, noSuchEvent } from '../access/find';
import { mustScore } from '../access/rights';
import { ScoreSlice } from '../../../db/queries/state';
import { commitCommand } from '../change';

export type ScoreServices = Pick<Services, 'commandSql' | 'doorbell'>;

/**
 * One change of the score, under the event's row lock. `work` says whether something changed: only then
 * `events.seq` is raised, in the same transaction.
 *
 * @param work gets the event, the score before, and the function that raises seq
 * @throws AppError not_found, forbidden, and what `work` throws
 */
export async function changeScore(
  services: ScoreServices,
  actor: Claims,
  slug: string,
  work: (tx: Tx, event: EventRow, row: ScoreRow | null, raise: () => Promise<number>) => Promise<void>,
): Promise<ScoreChanged> {
  return commitCommand(services, actor, async (tx) => {
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

/** The score as crew see it, with the seq it belongs to. @throws AppError not_found */
export async function scoreNow(tx: Tx, eventId: string): Promise<ScoreChanged> {
  const row = await readScore(tx, eventId);
  if (!row) throw noSuchEvent();
  return { seq: row.seq, score: ScoreSlice.parse(row.score)[0] ?? null };
}
