import { connect } from '../../db/connect';
import { randomToken, tokenHash } from '../../db/secrets';

/**
 * Makes a bearer token that acts as an owner of the team, the first team by default, and returns it; only its hash is kept.
 *
 * @throws when there is no such team
 */
export async function createApiToken(adminUrl: string, name: string, team?: string): Promise<string> {
  const sql = connect(adminUrl, { max: 1, name: 'touchline-admin' });
  try {
    const [row] = await sql<{ id: string }[]>`
      select id from teams ${team === undefined ? sql`` : sql`where slug = ${team}`} order by created_at, slug limit 1`;
    if (!row) throw new Error(team === undefined ? 'There is no team yet.' : `There is no team "${team}".`);
    const token = `tl_${randomToken()}`;
    await sql`insert into api_tokens (team_id, name, token_hash) values (${row.id}, ${name}, ${tokenHash(token)})`;
    return token;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
