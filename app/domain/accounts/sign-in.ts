import { hash, verify } from '@node-rs/argon2';
import { limitKey, siteKey } from '../../../core/address';
import { AppError } from '../../../core/errors';
import { Lane } from '../../../core/lane';
import { type Claims, purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  findSession,
  findUserByEmail,
  hadSession,
  insertSession,
  revokeSession,
  touchSession,
} from '../../../db/queries/accounts';
import { randomToken, tokenHash } from '../../../db/secrets';
import { LIMITS } from '../../config/limits';
import type { Services } from '../../services';
import { type Counted, giveBack, takeLimits } from '../limits';

type Db = Pick<Services, 'sql'>;
export type Member = Extract<Claims, { kind: 'member' }>;

export const SESSION_MAX_AGE_S = LIMITS.sessionDays * 24 * 3600;

/**
 * Signs in and returns the token of a new session. The browser's earlier session (`previous`) ends, which
 * prevents session fixation.
 *
 * @throws AppError unauthenticated, the same for an unknown address and a wrong password, after the same time
 */
export async function login(
  services: Db,
  input: { email: string; password: string; previous?: string | null },
  ip: string,
): Promise<{ sessionToken: string }> {
  const email = input.email.trim();
  const counted = await limitsFor(services, { email, previous: input.previous ?? null }, ip);
  await takeLimits(services, counted);
  const user = await withClaims(services.sql, purpose('login'), (tx) => findUserByEmail(tx, email));
  const matches = await inTurn(limitKey(ip), () =>
    passwordMatches(input.password, user?.passwordHash ?? null),
  ).catch(async (error: unknown) => {
    // Nothing was compared, so nothing failed.
    if (error instanceof AppError) await giveBack(services, counted);
    throw error;
  });
  if (!matches || !user) {
    throw new AppError('unauthenticated', 'Address or password is wrong.');
  }
  await giveBack(services, counted);
  // With the claims of a session: to change a row, a policy must also let it be read.
  if (input.previous) await logout(services, input.previous);
  return withClaims(services.sql, purpose('login'), async (tx) => ({
    sessionToken: await newSession(tx, user.id),
  }));
}

/**
 * Attempts count by address and by account, an account's by network and over all. A browser that has had a
 * session of this account counts separately: nobody else can use its attempts up.
 */
async function limitsFor(
  services: Db,
  { email, previous }: { email: string; previous: string | null },
  ip: string,
): Promise<Counted[]> {
  const account = email.toLowerCase().slice(0, 254);
  if (previous !== null) {
    const idHash = tokenHash(previous);
    const known = await withClaims(services.sql, purpose('session'), (tx) => hadSession(tx, idHash, email));
    if (known) return [{ key: `${account} ${idHash.toString('hex')}`, limit: LIMITS.loginPerAccount }];
  }
  return [
    { key: limitKey(ip), limit: LIMITS.loginPerAddress },
    { key: `${account} ${limitKey(ip)}`, limit: LIMITS.loginPerAccount },
    { key: `${account} ${siteKey(ip)}`, limit: LIMITS.loginPerAccountAndSite },
    { key: account, limit: LIMITS.loginPerAccountOverAll },
  ];
}

/** Writes a session and returns its token. For claims of purpose `login` or `setup`. */
export async function newSession(tx: Tx, userId: string): Promise<string> {
  const token = randomToken();
  await insertSession(tx, tokenHash(token), userId, LIMITS.sessionDays);
  return token;
}

/** Ends a session. An unknown token is not an error. */
export async function logout(services: Db, sessionToken: string): Promise<void> {
  await withClaims(services.sql, purpose('session'), (tx) => revokeSession(tx, tokenHash(sessionToken)));
}

/**
 * The holder of a session; null when it is unknown, revoked, or past its idle or absolute limit.
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

/**
 * OWASP's password storage advice for argon2id: 19 MiB, two passes, one lane. (Argon2id is the library's
 * default.)
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const PASSWORD_MIN_LENGTH = 10;
/** A longer one only costs time to hash. */
const PASSWORD_MAX_LENGTH = 200;

/**
 * Compared with when there is no such account, so that the answer takes as long as for a wrong password.
 */
let decoy: Promise<string> | null = null;

/** @throws AppError bad_request when it is too short or too long */
export async function hashPassword(password: string): Promise<string> {
  const length = [...password].length;
  if (length < PASSWORD_MIN_LENGTH || length > PASSWORD_MAX_LENGTH) {
    throw new AppError(
      'bad_request',
      `The password must have ${PASSWORD_MIN_LENGTH} to ${PASSWORD_MAX_LENGTH} characters.`,
      { details: { field: 'password' } },
    );
  }
  return hash(password.normalize('NFKC'), COST);
}

/**
 * A comparison takes some 20 MB and a whole core for tens of ms, and a thread that files and names need: so
 * many at a time over all, in turn by address.
 */
const AT_A_TIME = 2;
const TURN_MS = 5_000;
const comparing = new Lane(AT_A_TIME, AT_A_TIME, TURN_MS);

/** @throws AppError unavailable when there is no turn in time */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const leave = await comparing.enter(key);
  if (!leave) {
    throw new AppError('unavailable', 'Too many people sign in at this moment. Try again in a few seconds.', {
      retryAfterS: 5,
      report: false,
    });
  }
  try {
    return await work();
  } finally {
    leave();
  }
}

/** False for every password when `passwordHash` is null, after the same time. */
async function passwordMatches(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hash('not a password of anyone', COST);
  const matches = await verify(passwordHash ?? (await decoy), password.slice(0, 800).normalize('NFKC'));
  return matches && passwordHash !== null;
}
