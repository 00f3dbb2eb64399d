import { AppError } from '../../../core/errors';
import { purpose, withClaims } from '../../../db/claims';
import type { Tx } from '../../../db/connect';
import {
  anyUser,
  findTeam,
  insertMember,
  insertUser,
  setupTokenOpen,
  useSetupToken,
} from '../../../db/queries/accounts';
import { tokenHash } from '../../../db/secrets';
import type { Services } from '../../services';
import { hashPassword } from './password';
import { newSession } from './session';

type Db = Pick<Services, 'sql'>;

export interface NewOwner {
  email: string;
  name: string;
  password: string;
}

/**
 * Makes an owner of the first team, or of the one named. For the setup link and `npm run admin --
 * create-owner`.
 */
export async function createOwner(
  services: Db,
  input: NewOwner & { teamSlug?: string },
): Promise<{ userId: string; team: string }> {
  const passwordHash = await hashPassword(input.password);
  return withClaims(services.sql, purpose('setup'), (tx) => writeOwner(tx, input, passwordHash));
}

async function writeOwner(tx: Tx, input: NewOwner & { teamSlug?: string }, passwordHash: string) {
  const email = checkedEmail(input.email);
  const team = await findTeam(tx, input.teamSlug);
  if (!team) throw new AppError('not_found', `There is no team ${input.teamSlug ?? ''}.`);
  const userId = await insertUser(tx, { email, name: input.name.trim() || nameOf(email), passwordHash });
  if (!userId) throw new AppError('conflict', 'There is an account with this address already.');
  await insertMember(tx, team.id, userId, 'owner');
  return { userId, team: team.slug };
}

/**
 * Who gave no name. What is said in a chat stands beside it, and an address would be the whole world's then.
 */
const nameOf = (email: string): string => email.replace(/@.*$/, '');

/**
 * Whether the one-time link that `npm start` printed is still good: not used, not over, and nobody signed up
 * yet.
 */
export async function setupOpen(services: Db, token: string): Promise<boolean> {
  return withClaims(
    services.sql,
    purpose('setup'),
    async (tx) => (await setupTokenOpen(tx, tokenHash(token))) && !(await anyUser(tx)),
  );
}

/**
 * Uses the link up, makes the first owner and signs them in. @throws AppError gone when the link is used or
 * over
 */
export async function completeSetup(
  services: Db,
  token: string,
  input: NewOwner,
): Promise<{ sessionToken: string }> {
  const passwordHash = await hashPassword(input.password);
  return withClaims(services.sql, purpose('setup'), async (tx) => {
    if (!(await useSetupToken(tx, tokenHash(token))) || (await anyUser(tx))) {
      throw new AppError(
        'gone',
        'This setup link was used already or is over. Start Touchline again for a new one.',
      );
    }
    const { userId } = await writeOwner(tx, input, passwordHash);
    return { sessionToken: await newSession(tx, userId) };
  });
}

/** Enough of a check that a slip is told; whether the address is theirs, only a letter to it could tell. */
function checkedEmail(text: string): string {
  const email = text.trim();
  if (email.length > 254 || !/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email)) {
    throw new AppError('bad_request', 'This is not an e-mail address.', { details: { field: 'email' } });
  }
  return email;
}
