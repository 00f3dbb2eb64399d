import { AppError } from '../../../core/errors';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  findSession,
  findUserByEmail,
  insertSession,
  revokeSession,
  touchSession,
} from '../../../db/queries/accounts';
import { randomToken, tokenHash } from '../../../db/secrets';
import { limitKey } from '../../../core/address';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { giveBack, takeLimits } from '../limits';
import { passwordMatches } from './password';

type Db = Pick<Services, 'sql'>;
export type Member = Extract<Claims, { kind: 'member' }>;

export const SESSION_MAX_AGE_S = LIMITS.sessionDays * 24 * 3600;

/**
 * Signs in and gives the token of a new session; the one that the browser held before ends (`previous`), so
 * nobody can plant a session and wait for it to be used.
 *
 * @throws AppError unauthenticated, the same for an unknown address and a wrong password, after the same time
 */
export async function login(
  services: Db,
  input: { email: string; password: string; previous?: string | null },
  ip: string,
): Promise<{ sessionToken: string }> {
  const email = input.email.trim();
  const counted = [
    { key: limitKey(ip), limit: LIMITS.loginPerAddress },
    { key: email.toLowerCase().slice(0, 254), limit: LIMITS.loginPerAccount },
  ];
  await takeLimits(services, counted);
  const user = await withClaims(services.sql, purpose('login'), (tx) => findUserByEmail(tx, email));
  if (!(await passwordMatches(input.password, user?.passwordHash ?? null)) || !user) {
    throw new AppError('unauthenticated', 'Address or password is wrong.');
  }
  await giveBack(services, counted);
  // With the claims of a session: to change a row, a policy must let it be seen as well.
  if (input.previous) await logout(services, input.previous);
  return withClaims(services.sql, purpose('login'), async (tx) => ({
    sessionToken: await newSession(tx, user.id),
  }));
}

/** Writes a session and gives its token. For claims of purpose `login` or `setup`. */
export async function newSession(tx: Tx, userId: string): Promise<string> {
  const token = randomToken();
  await insertSession(tx, tokenHash(token), userId, LIMITS.sessionDays);
  return token;
}

/** Ends a session; a token that is none any more is no fault. */
export async function logout(services: Db, sessionToken: string): Promise<void> {
  await withClaims(services.sql, purpose('session'), (tx) => revokeSession(tx, tokenHash(sessionToken)));
}

/**
 * Who holds the session; null when it was never there, was revoked, or is past its idle or absolute limit.
 */
export function sessionActor(services: Db, sessionToken: string): Promise<Member | null> {
  return withClaims(services.sql, purpose('session'), (tx) => memberOfSession(tx, sessionToken));
}

/** The same within a transaction, for claims of purpose `session`. */
export async function memberOfSession(tx: Tx, sessionToken: string): Promise<Member | null> {
  const idHash = tokenHash(sessionToken);
  const person = await findSession(tx, idHash, LIMITS.sessionIdleHours);
  if (!person) return null;
  if (person.restful) await touchSession(tx, idHash);
  return { kind: 'member', userId: person.userId, teams: person.teams, name: person.name, via: 'session' };
}
