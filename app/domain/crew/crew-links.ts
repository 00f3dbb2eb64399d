import type { CrewRole } from '../../../contract/vocabulary';
import { limitKey } from '../../../core/address';
import { AppError } from '../../../core/errors';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  countCrewLinks,
  type CrewLinkRow,
  findCrewSession,
  findHostLink,
  insertCrewLink,
  insertCrewSession,
  listCrewLinks,
  openCrewLink,
  revokeCrewLink,
  type SessionLink,
} from '../../../db/queries/crew';
import { type EventRow, findEvent } from '../../../db/queries/events';
import { renewHostIdentity } from '../../../db/queries/hosts';
import { openOrNull, randomToken, type SecretBox, tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { eventIn, lockedEventIn, mustOwn } from '../access';
import { takeLimit } from '../limits';
import { hostIdentity } from '../shows/host-token';
import { tryReconcileShow } from '../shows/show-on-air';

type Db = Pick<Services, 'sql'>;
type LinkedEvent = Pick<EventRow, 'id' | 'slug' | 'kind'>;

/** A link as owners see it, without its token, of which only a hash is stored. */
export interface CrewLink {
  id: string;
  role: CrewRole;
  label: string;
  createdAt: string;
  openedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
}

const NAMES: Record<CrewRole, string> = {
  director: 'Director',
  assistant: 'Assistant',
  scorer: 'Scorer',
  moderator: 'Moderator',
  commentator: 'Commentator',
  host: 'Host',
};
export const hostLinkRow = (eventId: string) => `host-link:${eventId}`;

/** Makes a link. Its path is shown only this once. */
export async function createLink(
  services: Db & Pick<Services, 'secrets'>,
  actor: Claims,
  slug: string,
  input: { role: CrewRole; label?: string; expiresAt?: Date | null },
): Promise<CrewLink & { path: string }> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await lockedEventIn(tx, slug);
    mustOwn(actor);
    if ((await countCrewLinks(tx, event.id)) >= LIMITS.crewLinksPerEvent) {
      throw new AppError('conflict', 'This event has as many crew links as it may have. Revoke one first.');
    }
    mustFit(event, input.role);
    return writeLink(tx, services.secrets, event, input);
  });
}

/**
 * Also for the director's or host's link that comes with a new event. A host's is stored encrypted next to
 * its hash.
 */
export async function writeLink(
  tx: Tx,
  secrets: SecretBox,
  event: LinkedEvent,
  { role, label, expiresAt }: { role: CrewRole; label?: string; expiresAt?: Date | null },
): Promise<CrewLink & { path: string }> {
  const token = randomToken();
  const row = await insertCrewLink(tx, {
    eventId: event.id,
    role,
    label: label || NAMES[role],
    tokenHash: tokenHash(token),
    expiresAt: expiresAt ?? null,
    sealed: role === 'host' ? secrets.seal(hostLinkRow(event.id), token) : null,
  });
  return { ...serializeLink(row), path: role === 'host' ? hostPath(event, token) : `/crew/${token}` };
}

/** Path and fragment of the host's link, or null when every one of them was revoked. */
export async function readHostPath(tx: Tx, secrets: SecretBox, event: LinkedEvent): Promise<string | null> {
  const sealed = await findHostLink(tx, event.id);
  const token = sealed && openOrNull(secrets, hostLinkRow(event.id), sealed);
  return token === null ? null : hostPath(event, token);
}

/** The token is in the fragment, which browsers never send (safety T25). */
const hostPath = ({ slug }: LinkedEvent, token: string) => `/events/${slug}/host#${token}`;

function mustFit({ kind }: LinkedEvent, role: CrewRole): void {
  if (role === 'host' && kind !== 'show') {
    throw new AppError('conflict', 'A match has no host. Make a director link instead.');
  }
  if ((role === 'director' || role === 'assistant') && kind === 'show') {
    throw new AppError('conflict', 'A show has a host and nothing to cut. Make a host link instead.');
  }
}

export async function listLinks(services: Db, actor: Claims, slug: string): Promise<CrewLink[]> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    mustOwn(actor);
    return (await listCrewLinks(tx, event.id)).map(serializeLink);
  });
}

/**
 * Ends the link and every session opened with it. Idempotent. For a host's link the publisher is removed from
 * the room, and the host's identity changes, which makes earlier tokens useless. A host with another link can
 * come back.
 */
export async function revokeLink(
  services: Db & Pick<Services, 'doorbell' | 'livekit' | 'log'>,
  actor: Claims,
  slug: string,
  id: string,
): Promise<void> {
  const { event, role } = await withClaims(services.sql, actor, async (tx) => {
    const found = await eventIn(tx, slug);
    mustOwn(actor);
    const revoked = await revokeCrewLink(tx, found.id, id);
    if (!revoked) throw new AppError('not_found', 'There is no such crew link.');
    if (revoked === 'host') await renewHostIdentity(tx, found.id, hostIdentity());
    return { event: found, role: revoked };
  });
  if (role === 'host') await tryReconcileShow(services, event.slug);
}

function serializeLink(row: CrewLinkRow): CrewLink {
  return {
    id: row.id,
    role: row.role,
    label: row.label,
    createdAt: row.createdAt.toISOString(),
    openedAt: row.openedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
export type Crew = Extract<Claims, { kind: 'crew' }>;

export const CREW_SESSION_MAX_AGE_S = LIMITS.crewSessionDays * 24 * 3600;

/**
 * Opens a crew link: makes a session for this browser. The link stays valid, so that a director can open it
 * on a second machine.
 *
 * @throws AppError not_found, the same for unknown, expired and revoked links; rate_limited after too many
 */
export async function openLink(
  services: Db,
  token: string,
  ip: string,
): Promise<{ sessionToken: string; role: CrewRole; slug: string; title: string }> {
  const sessionToken = randomToken();
  const link = await withClaims(services.sql, purpose('crew_link'), async (tx) => {
    const opened = await openCrewLink(tx, tokenHash(token));
    if (opened) await insertCrewSession(tx, tokenHash(sessionToken), opened, LIMITS.crewSessionDays);
    return opened;
  });
  if (!link) {
    await takeLimit(services, limitKey(ip), LIMITS.linkPerMinute);
    throw new AppError('not_found', 'This link is not valid any more. Ask the organiser for a new one.');
  }
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
