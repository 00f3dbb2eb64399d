import type { Tx } from '../connect';

export async function insertApiToken(
  tx: Tx,
  teamId: string,
  name: string,
  tokenHash: Buffer,
): Promise<string> {
  const [row] = await tx<{ id: string }[]>`
    insert into api_tokens (team_id, name, token_hash) values (${teamId}, ${name}, ${tokenHash}) returning id`;
  if (!row) throw new Error('The token was not written.');
  return row.id;
}

export async function findApiToken(
  tx: Tx,
  tokenHash: Buffer,
): Promise<{ id: string; teamId: string; name: string; restful: boolean } | null> {
  const [row] = await tx<{ id: string; teamId: string; name: string; restful: boolean }[]>`
    select id, team_id as "teamId", name, used_at is null or used_at < now() - interval '1 minute' as restful
    from api_tokens where token_hash = ${tokenHash} and revoked_at is null`;
  return row ?? null;
}

export async function touchApiToken(tx: Tx, id: string): Promise<void> {
  await tx`update api_tokens set used_at = now() where id = ${id}`;
}
