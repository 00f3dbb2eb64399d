import { connect } from '../db/connect';
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
    const [user] = await sql`select 1 from users limit 1`;
    if (user) return null;
    const token = randomToken();
    await sql.begin(async (tx) => {
      await tx`delete from setup_tokens where used_at is null`;
      await tx`insert into setup_tokens (token_hash, expires_at)
        values (${tokenHash(token)}, now() + make_interval(hours => ${VALID_HOURS}))`;
    });
    return `/setup#${token}`;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
