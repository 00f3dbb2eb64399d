import { AppError } from '../../../core/errors';
import { SLUG_PATTERN } from '../../../core/rooms';
import { type Claims, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { type EventRow, findEventBySlug, lockEventBySlug } from '../../../db/queries/events';
import type { Services } from '../../services';

/** The same for an event that does not exist and one the actor may not see (T18). */
export function noSuchEvent(): AppError {
  return new AppError('not_found', 'There is no such event.');
}

/** @throws AppError not_found when there is none, or the actor may not see it */
export async function eventBySlug(
  services: Pick<Services, 'sql'>,
  actor: Claims,
  slug: string,
): Promise<EventRow> {
  if (!SLUG_PATTERN.test(slug)) throw noSuchEvent();
  return withClaims(services.sql, actor, (tx) => eventIn(tx, slug));
}

/** The event within a transaction. */
export async function eventIn(tx: Tx, slug: string): Promise<EventRow> {
  const row = SLUG_PATTERN.test(slug) ? await findEventBySlug(tx, slug) : null;
  if (!row) throw noSuchEvent();
  return row;
}

/** The event, locked until the transaction ends. */
export async function lockedEventIn(tx: Tx, slug: string): Promise<EventRow> {
  const row = SLUG_PATTERN.test(slug) ? await lockEventBySlug(tx, slug) : null;
  if (!row) throw noSuchEvent();
  return row;
}
