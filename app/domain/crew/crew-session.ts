import type { CrewRole } from '../../../contract/vocabulary';
import { limitKey } from '../../../core/address';
import { AppError } from '../../../core/errors';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { findCrewSession, insertCrewSession, openCrewLink, type SessionLink } from '../../../db/queries/crew';
import { findEvent } from '../../../db/queries/events';
import { randomToken, tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { giveBack, takeLimits } from '../limits';

type Db = Pick<Services, 'sql'>;
export type Crew = Extract<Claims, { kind: 'crew' }>;

export const CREW_SESSION_MAX_AGE_S = LIMITS.crewSessionDays * 24 * 3600;

/**
 * Opens a crew link: makes a session for this browser. The link stays valid, so that a director can open it
 * on a second machine.
 *
 * @throws AppError not_found, the same for unknown, expired and revoked links
 */
export async function openLink(
  services: Db,
  token: string,
  ip: string,
): Promise<{ sessionToken: string; role: CrewRole; slug: string; title: string }> {
  const counted = [{ key: limitKey(ip), limit: LIMITS.linkPerMinute }];
  await takeLimits(services, counted);
  const sessionToken = randomToken();
  const link = await withClaims(services.sql, purpose('crew_link'), async (tx) => {
    const opened = await openCrewLink(tx, tokenHash(token));
    if (opened) await insertCrewSession(tx, tokenHash(sessionToken), opened, LIMITS.crewSessionDays);
    return opened;
  });
  if (!link)
    throw new AppError('not_found', 'This link is not valid any more. Ask the organiser for a new one.');
  await giveBack(services, counted);
  const claims = claimsOf(link);
  const event = await withClaims(services.sql, claims, (tx) => findEvent(tx, link.eventId));
  if (!event) throw new AppError('not_found', 'The event of this link is gone.');
  return { sessionToken, role: link.role, slug: event.slug, title: event.title };
}

/**
 * The holder of a crew session; null when it has ended or its link is revoked. For claims of purpose
 * `crew_link`.
 */
export async function crewOfSession(tx: Tx, sessionToken: string): Promise<Crew | null> {
  const link = await findCrewSession(tx, tokenHash(sessionToken));
  return link && claimsOf(link);
}

export function claimsOf({ eventId, role, id, label }: SessionLink): Crew {
  return { kind: 'crew', eventId, role, linkId: id, name: label };
}
