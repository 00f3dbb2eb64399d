import { randomBytes } from 'node:crypto';
import type { TokenAnswer } from '../../../contract/messages';
import { AppError } from '../../../core/errors';
import { isOpen } from '../../../core/event-status';
import { GRANTS } from '../../../core/grants';
import { roomsOf } from '../../../core/rooms';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import type { EventRow } from '../../../db/queries/events';
import { findHost, insertHost, touchHost } from '../../../db/queries/hosts';
import { randomToken, tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { eventBySlug, mustHave } from '../access';
import { takeLimit } from '../limits';

/**
 * The token with which a show's host publishes, under the name given to `initialize`. All have one identity,
 * so a second tab or machine takes over from the first.
 *
 * @throws AppError not_found, forbidden, rate_limited, unavailable; conflict for a match or a draft, gone
 * when it has ended
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

/** Who may publish into a show: its team, and the host by the host link. */
export function mustHost(actor: Claims, event: Pick<EventRow, 'kind'>): void {
  mustHave('host', actor);
  if (event.kind === 'show') return;
  throw new AppError('conflict', 'This event is a match and has no host. Its cameras join with a code.');
}

/** Identities of hosts, made by the server: 128 random bits, never taken from input (safety T7). */
export const HOST_IDENTITY = /^host_[0-9a-f]{32}$/;

export const hostIdentity = (): string => `host_${randomBytes(16).toString('hex')}`;

/** Label of a host without a name. */
const DEFAULT_LABEL = 'Host';

/**
 * Makes the host of a new show: one camera, so a second tab or machine takes over from the first.
 */
export async function writeHost(tx: Tx, eventId: string, name: string | undefined): Promise<void> {
  await insertHost(tx, {
    eventId,
    label: name || DEFAULT_LABEL,
    identity: hostIdentity(),
    // A host uses a link or an account and has no device cookie: this is the hash of a discarded token.
    deviceHash: tokenHash(randomToken()),
  });
}
