import type { Topic } from '../../contract/vocabulary';
import { AppError } from '../../core/errors';
import { type Claims, isLockTimeout, limitLockWaits } from '../../db/claims';
import { commit, type EventTx } from '../../db/commit';
import { Lane, type Leave } from '../../core/lane';
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

/** Far more than other commands of the event hold its row for, and less than another event's cut may wait. */
const LOCK_MS = 200;
/** A command whose rows are locked for so long fails, as a statement does (`STATEMENT_MS`). */
const LOCKED_MS = 2_000;
/** Events whose rows were found locked. All of them together take one connection, in turn (F7). */
const locked = new Set<string>();
const lockedTurns = new Lane(1, 1, TURN_MS);

/**
 * One command of a director, on the connections kept for that (F7). The same as `commit` otherwise; `work`
 * runs again where it found a row locked.
 *
 * @throws AppError unavailable when the commands before it do not end
 */
export async function commitCommand<T>(
  services: Pick<Services, 'commandSql' | 'doorbell'>,
  actor: Claims,
  slug: string,
  work: (tx: EventTx) => Promise<T>,
): Promise<T> {
  const event = slug.toLowerCase();
  const leave = await placeIn(turns, event);
  try {
    return await commitPatiently(services, actor, event, work);
  } finally {
    leave();
  }
}

async function commitPatiently<T>(
  { commandSql, doorbell }: Pick<Services, 'commandSql' | 'doorbell'>,
  actor: Claims,
  event: string,
  work: (tx: EventTx) => Promise<T>,
): Promise<T> {
  const untilMs = performance.now() + LOCKED_MS;
  for (;;) {
    const leave = locked.has(event) ? await placeIn(lockedTurns, event) : null;
    try {
      const value = await commit({ sql: commandSql, doorbell }, actor, async (tx) => {
        const [, done] = await Promise.all([limitLockWaits(tx, LOCK_MS), work(tx)]);
        return done;
      });
      locked.delete(event);
      return value;
    } catch (error) {
      const isLocked = isLockTimeout(error);
      if (isLocked) locked.add(event);
      else locked.delete(event);
      if (!isLocked) throw error;
      if (performance.now() > untilMs) throw tooSlow(error);
    } finally {
      leave?.();
    }
  }
}

async function placeIn(lane: Lane, event: string): Promise<Leave> {
  const leave = await lane.enter(event);
  if (leave) return leave;
  throw tooSlow();
}

function tooSlow(cause?: unknown): AppError {
  const message = 'Commands of this event take too long. The program goes on; try again in a moment.';
  return new AppError('unavailable', message, { cause, retryAfterS: 1 });
}
