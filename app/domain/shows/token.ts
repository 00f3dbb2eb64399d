import type { TokenAnswer } from '../../../contract/messages';
import { AppError } from '../../../core/errors';
import { isOpen } from '../../../core/event-status';
import { GRANTS } from '../../../core/grants';
import { roomsOf } from '../../../core/rooms';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import { findHost, touchHost } from '../../../db/queries/hosts';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { eventBySlug } from '../access/find';
import { takeLimit } from '../limits';
import { mustHost } from './rights';

/**
 * The token by which a show's host publishes, under the name that `initialize` gave. One identity for all of
 * them: a second tab or machine takes over from the first.
 *
 * @throws AppError not_found, forbidden, rate_limited, unavailable; conflict for a match or a draft, gone
 * when it is over
 */
export async function hostToken(
  services: Pick<Services, 'sql' | 'livekit'>,
  actor: Claims,
  slug: string,
  origin: string,
): Promise<TokenAnswer> {
  const event = await eventBySlug(services, actor, slug);
  mustHost(actor, event);
  if (event.status === 'ended')
    throw new AppError('gone', 'This show is over. Reopen it to go on the air again.');
  if (!isOpen(event.status)) throw new AppError('conflict', 'The show is still a draft. Publish it first.');
  const host = await withClaims(services.sql, actor, (tx) => findHost(tx, event.id));
  if (!host) throw new Error(`Show ${event.id} has no host.`);
  await takeLimit(services, host.id, LIMITS.cameraTokenPerMinute);
  await withClaims(services.sql, purpose('reconcile'), (tx) => touchHost(tx, host.id));
  const grant = GRANTS.host(roomsOf(event.slug, 'show'));
  await services.livekit.ensureRoom(grant.grant.room);
  return services.livekit.token(grant, host.identity, host.label, origin);
}
