import { connect } from '../db/connect';
import { anyUser } from '../db/queries/people';
import { replaceSetupToken } from '../db/queries/setup-tokens';
import { randomToken, tokenHash } from '../db/secrets';

/** Long enough to print it, walk to the other computer and type it; a new one is made at the next start. */
const VALID_HOURS = 24;

/**
 * The path of the one-time link by which the first owner is made, or null when somebody signed up already.
 * The token stands in the fragment, which browsers never send, so no log holds it. Links of former starts end
 * here.
 */
export async function createSetupLink(adminUrl: string): Promise<string | null> {
  const sql = connect(adminUrl, { max: 1, name: 'touchline-setup' });
  try {
    const token = randomToken();
    const made = await sql.begin(async (tx) => {
      if (await anyUser(tx)) return false;
      await replaceSetupToken(tx, tokenHash(token), VALID_HOURS);
      return true;
    });
    return made ? `/setup#${token}` : null;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
