import { AppError } from '../../../core/errors';
import { purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import { findApiToken, findTeam, insertApiToken, touchApiToken } from '../../../db/queries/accounts';
import { randomToken, tokenHash } from '../../../db/secrets';
import type { Services } from '../../services';
import type { Member } from './sign-in';

type Db = Pick<Services, 'sql'>;

/** Makes a token recognizable in a file or a log. */
const PREFIX = 'tl_';

/**
 * Makes a token that acts as an owner of the team (the first team by default). Only its hash is stored: this
 * is the only time it is shown.
 */
export async function createApiToken(
  services: Db,
  input: { name: string; teamSlug?: string },
): Promise<{ id: string; token: string; team: string }> {
  const team = await withClaims(services.sql, purpose('setup'), (tx) => findTeam(tx, input.teamSlug));
  if (!team) throw new AppError('not_found', `There is no team ${input.teamSlug ?? ''}.`);
  const token = PREFIX + randomToken();
  const claims: Member = { kind: 'member', userId: null, teams: [team.id], name: input.name, via: 'token' };
  const id = await withClaims(services.sql, claims, (tx) =>
    insertApiToken(tx, team.id, input.name, tokenHash(token)),
  );
  return { id, token, team: team.slug };
}

/** The holder of a bearer token; null when unknown or revoked. For claims of purpose `api_token`. */
export async function memberOfToken(tx: Tx, bearer: string): Promise<Member | null> {
  const found = await findApiToken(tx, tokenHash(bearer));
  if (!found) return null;
  if (found.restful) await touchApiToken(tx, found.id);
  return { kind: 'member', userId: null, teams: [found.teamId], name: found.name, via: 'token' };
}
