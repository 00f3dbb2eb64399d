import { AppError } from '../../../core/errors';
import { isId } from '../../../core/text';
import { continueAs, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  type ApiTokenRow,
  findApiToken,
  findTeam,
  insertApiToken,
  listApiTokens,
  type ListedToken,
  revokeApiToken,
  teamSlugs,
  touchApiToken,
} from '../../../db/queries/accounts';
import { randomToken, tokenHash } from '../../../db/secrets';
import type { Services } from '../../services';
import type { Member } from './sign-in';

type Db = Pick<Services, 'sql'>;

/** Makes a token recognizable in a file or a log. */
const PREFIX = 'tl_';

/**
 * Makes a token that acts as an owner of the team (the first team by default), for `days` or until it is
 * revoked. Only its hash is stored: this is the only time it is shown.
 */
export async function createApiToken(
  services: Db,
  input: { name: string; teamSlug?: string | undefined; days?: number | undefined },
): Promise<{ id: string; token: string; team: string }> {
  const team = await withClaims(services.sql, purpose('setup'), (tx) => findTeam(tx, input.teamSlug));
  if (!team) throw new AppError('not_found', `There is no team ${input.teamSlug ?? ''}.`);
  const token = PREFIX + randomToken();
  const claims: Member = { kind: 'member', userId: null, teams: [team.id], name: input.name, via: 'token' };
  const id = await withClaims(services.sql, claims, (tx) =>
    insertApiToken(tx, {
      teamId: team.id,
      name: input.name,
      hash: tokenHash(token),
      days: input.days ?? null,
    }),
  );
  return { id, token, team: team.slug };
}

/** All tokens of the installation, newest first, with their teams. */
export async function allApiTokens(services: Db): Promise<(ListedToken & { team: string })[]> {
  return withClaims(services.sql, purpose('api_token'), async (tx) => {
    const tokens = await listApiTokens(tx);
    await continueAs(tx, purpose('setup'));
    const slugs = await teamSlugs(tx);
    return tokens.map((token) => ({ ...token, team: slugs.get(token.teamId) ?? '' }));
  });
}

/**
 * Ends a token: its next request is refused, and its sockets are closed within two seconds. One that has
 * ended already is not an error.
 *
 * @returns its name
 * @throws AppError not_found
 */
export async function endApiToken(services: Db, id: string): Promise<string> {
  const name = isId(id)
    ? await withClaims(services.sql, purpose('api_token'), (tx) => revokeApiToken(tx, id))
    : null;
  if (name === null) throw new AppError('not_found', `There is no token ${id}.`);
  return name;
}

/** The holder of a bearer token; null when unknown, revoked or expired. For claims of purpose `api_token`. */
export async function memberOfToken(tx: Tx, bearer: string): Promise<Member | null> {
  const found = await findApiToken(tx, tokenHash(bearer));
  if (!found) return null;
  if (found.restful) await touchApiToken(tx, found.id);
  return tokenClaims(found);
}

export function tokenClaims({ id, teamId, name }: ApiTokenRow): Member {
  return { kind: 'member', userId: null, teams: [teamId], name, via: 'token', tokenId: id };
}
