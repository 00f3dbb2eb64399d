import { AppError } from '../../../core/errors';
import { type Claims, type CrewRole, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  countCrewLinks,
  type CrewLinkRow,
  insertCrewLink,
  listCrewLinks,
  revokeCrewLink,
} from '../../../db/queries/crew';
import { randomToken, tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { eventIn, lockedEventIn } from '../events/find';
import { mustOwn } from '../events/rights';

type Db = Pick<Services, 'sql'>;

/** What is told of a link: never the link itself, of which only a hash is kept. */
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
  scorer: 'Scorer',
  moderator: 'Moderator',
  commentator: 'Commentator',
};

/** Makes a link and tells its path, this once. */
export async function createLink(
  services: Db,
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
    return writeLink(tx, event.id, input);
  });
}

/** Also for the director's link that comes with a new event. */
export async function writeLink(
  tx: Tx,
  eventId: string,
  input: { role: CrewRole; label?: string; expiresAt?: Date | null },
): Promise<CrewLink & { path: string }> {
  const token = randomToken();
  const row = await insertCrewLink(tx, {
    eventId,
    role: input.role,
    label: input.label || NAMES[input.role],
    tokenHash: tokenHash(token),
    expiresAt: input.expiresAt ?? null,
  });
  return { ...told(row), path: `/crew/${token}` };
}

export async function listLinks(services: Db, actor: Claims, slug: string): Promise<CrewLink[]> {
  return withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    mustOwn(actor);
    return (await listCrewLinks(tx, event.id)).map(told);
  });
}

/** Ends the link and every session that came by it. Revoking twice is no fault. */
export async function revokeLink(services: Db, actor: Claims, slug: string, id: string): Promise<void> {
  await withClaims(services.sql, actor, async (tx) => {
    const event = await eventIn(tx, slug);
    mustOwn(actor);
    if (!(await revokeCrewLink(tx, event.id, id)))
      throw new AppError('not_found', 'There is no such crew link.');
  });
}

function told(row: CrewLinkRow): CrewLink {
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
