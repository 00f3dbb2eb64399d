import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../../../core/errors';

/**
 * OWASP's password storage advice for argon2id: 19 MiB, two passes, one lane. (Argon2id is the library's
 * default.)
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
export const PASSWORD_MIN_LENGTH = 10;
/** A longer one only costs time. */
const PASSWORD_MAX_LENGTH = 200;

/**
 * Verified against when there is no such account, so that the answer takes as long as a wrong password does.
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

/** False for every password when `passwordHash` is null, after the same time. */
export async function passwordMatches(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hash('not a password of anyone', COST);
  const matches = await verify(passwordHash ?? (await decoy), password.slice(0, 800).normalize('NFKC'));
  return matches && passwordHash !== null;
}
