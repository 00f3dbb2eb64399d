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
import { limitKey } from '../../../core/address';
import { LIMITS } from '../../config/limits';
import { takeLimit } from '../limits';
import { hashPassword, newSession } from './sign-in';

type Db = Pick<Services, 'sql'>;

export interface NewOwner {
  email: string;
  name: string;
  password: string;
}

/**
 * Makes an owner of the first team, or of the given one. For the setup link and `npm run admin --
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
 * For an owner without a name. The name is shown in the chat, where a whole e-mail address would be public.
 */
const nameOf = (email: string): string => email.replace(/@.*$/, '');

/**
 * Whether the one-time link that `npm start` printed is still valid: not used, not expired, and no account
 * exists yet.
 */
export async function setupOpen(services: Db, token: string): Promise<boolean> {
  return withClaims(
    services.sql,
    purpose('setup'),
    async (tx) => (await setupTokenOpen(tx, tokenHash(token))) && !(await anyUser(tx)),
  );
}

/**
 * Uses the link, makes the first owner and signs them in. @throws AppError gone when the link is used or
 * expired, rate_limited
 */
export async function completeSetup(
  services: Db,
  token: string,
  input: NewOwner,
  ip: string,
): Promise<{ sessionToken: string }> {
  const gone = () =>
    new AppError('gone', 'This setup link was used already or is over. Start Touchline again for a new one.');
  // A hash is expensive on purpose: only who has the link may ask for one.
  if (!(await setupOpen(services, token))) {
    await takeLimit(services, limitKey(ip), LIMITS.setupPerMinute);
    throw gone();
  }
  const passwordHash = await hashPassword(input.password);
  return withClaims(services.sql, purpose('setup'), async (tx) => {
    if (!(await useSetupToken(tx, tokenHash(token))) || (await anyUser(tx))) throw gone();
    const { userId } = await writeOwner(tx, input, passwordHash);
    return { sessionToken: await newSession(tx, userId) };
  });
}

/** Catches typing errors only; whether the address is theirs would need a message to it. */
function checkedEmail(text: string): string {
  const email = text.trim();
  if (email.length > 254 || !/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email)) {
    throw new AppError('bad_request', 'This is not an e-mail address.', { details: { field: 'email' } });
  }
  return email;
}
