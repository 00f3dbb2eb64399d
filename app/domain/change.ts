import type { Topic } from '../../contract/vocabulary';
import { AppError } from '../../core/errors';
import type { Claims } from '../../db/claims';
import { commit, type EventTx } from '../../db/commit';
import { Lane } from '../../core/lane';
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

/** Longer than any statement may take: who waits for so long stands behind several that hang. */
const TURN_MS = 5_000;
/**
 * Commands of one event wait for its row anyway. Here they wait without a connection: an event whose row
 * somebody holds locked takes one, and not all that there are (F7).
 */
const turns = new Lane(Infinity, 1, TURN_MS);

/**
 * One command of a director, on the connections kept for that (F7). The same as `commit` otherwise.
 *
 * @throws AppError unavailable when the commands before it do not end
 */
export async function commitCommand<T>(
  { commandSql, doorbell }: Pick<Services, 'commandSql' | 'doorbell'>,
  actor: Claims,
  slug: string,
  work: (tx: EventTx) => Promise<T>,
): Promise<T> {
  const leave = await turns.enter(slug.toLowerCase());
  if (!leave) {
    const message = 'Commands of this event take too long. The program goes on; try again in a moment.';
    throw new AppError('unavailable', message, { retryAfterS: 1 });
  }
  return commit({ sql: commandSql, doorbell }, actor, work).finally(leave);
}
