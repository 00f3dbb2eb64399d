import { AppError } from '../../core/errors';
import { type Claims, withClaims } from '../../db/claims';
import type { Tx } from '../../db/connect';
import { raiseSeq } from '../../db/queries/switching';
import type { Topic } from '../../contract/messages';
import type { Services } from '../services';

/**
 * One change of an event: one transaction in which `events.seq` is raised under the row lock, what changed is
 * noted for those who catch up, and `work` does the rest; after the commit the doorbell rings. What `work`
 * throws leaves nothing behind.
 *
 * @throws AppError not_found when the actor may not change this event, or there is none
 */
export async function change<T>(
  services: Pick<Services, 'sql' | 'bell'>,
  actor: Claims,
  eventId: string,
  topics: Topic[],
  work: (tx: Tx, seq: number) => Promise<T>,
): Promise<{ seq: number; value: T }> {
  const result = await withClaims(services.sql, actor, async (tx) => {
    const seq = await raiseSeq(tx, eventId, topics);
    if (seq === null) throw new AppError('not_found', 'There is no such event.');
    return { seq, value: await work(tx, seq) };
  });
  services.bell.ring(eventId, result.seq);
  return result;
}
