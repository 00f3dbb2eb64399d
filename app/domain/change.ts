import type { Topic } from '../../contract/vocabulary';
import { AppError } from '../../core/errors';
import type { Claims } from '../../db/claims';
import { commit, type EventTx } from '../../db/commit';
import { raiseSeq } from '../../db/queries/switching';
import type { Services } from '../services';

/**
 * One change of an event in one transaction: `events.seq` is raised under the row lock, the topics are stored
 * for processes that catch up, and `work` does the rest. An error in `work` rolls everything back.
 *
 * @throws AppError not_found when the actor may not change this event, or there is none
 */
export async function change<T>(
  services: Pick<Services, 'sql' | 'doorbell'>,
  actor: Claims,
  eventId: string,
  topics: Topic[],
  work: (tx: EventTx, seq: number) => Promise<T>,
): Promise<{ seq: number; value: T }> {
  return commit(services, actor, async (tx) => {
    const seq = await raiseSeq(tx, eventId, topics);
    if (seq === null) throw new AppError('not_found', 'There is no such event.');
    return { seq, value: await work(tx, seq) };
  });
}

/** One command of a director, on the connections kept for that (F7). The same as `commit` otherwise. */
export function commitCommand<T>(
  { commandSql, doorbell }: Pick<Services, 'commandSql' | 'doorbell'>,
  actor: Claims,
  work: (tx: EventTx) => Promise<T>,
): Promise<T> {
  return commit({ sql: commandSql, doorbell }, actor, work);
}
