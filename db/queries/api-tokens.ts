import type { Tx } from '../connect';

export interface ApiTokenRow {
  id: string;
  teamId: string;
  name: string;
}

/** A token as the list of them shows it. */
export interface ListedToken extends ApiTokenRow {
  createdAt: Date;
  usedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

/** @param days until it ends; null for a token without an end */
export async function insertApiToken(
  tx: Tx,
  token: { teamId: string; name: string; hash: Buffer; days: number | null },
): Promise<string> {
  const { teamId, name, hash, days } = token;
  const [row] = await tx<{ id: string }[]>`
    insert into api_tokens (team_id, name, token_hash, expires_at)
    values (${teamId}, ${name}, ${hash}, now() + make_interval(days => ${days}::integer)) returning id`;
  if (!row) throw new Error('The token was not written.');
  return row.id;
}

const open = (tx: Tx) => tx`revoked_at is null and (expires_at is null or expires_at > now())`;

/** Null when it is unknown, revoked or expired. For claims of purpose `api_token`, as all below. */
export async function findApiToken(
  tx: Tx,
  tokenHash: Buffer,
): Promise<(ApiTokenRow & { restful: boolean }) | null> {
  const [row] = await tx<(ApiTokenRow & { restful: boolean })[]>`
    select id, team_id as "teamId", name, used_at is null or used_at < now() - interval '1 minute' as restful
    from api_tokens where token_hash = ${tokenHash} and ${open(tx)}`;
  return row ?? null;
}

export async function touchApiToken(tx: Tx, id: string): Promise<void> {
  await tx`update api_tokens set used_at = now() where id = ${id}`;
}

/** Null when it is revoked or expired. */
export async function findOpenToken(tx: Tx, id: string): Promise<ApiTokenRow | null> {
  const [row] = await tx<ApiTokenRow[]>`
    select id, team_id as "teamId", name from api_tokens where id = ${id} and ${open(tx)}`;
  return row ?? null;
}

/** Those of these tokens that are neither revoked nor expired. */
export async function openApiTokens(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx<{ id: string }[]>`
    select id from api_tokens where id = any(${[...ids]}::uuid[]) and ${open(tx)}`;
  return new Set(rows.map(({ id }) => id));
}

/** Newest first. */
export async function listApiTokens(tx: Tx): Promise<ListedToken[]> {
  return tx<ListedToken[]>`
    select id, team_id as "teamId", name, created_at as "createdAt", used_at as "usedAt",
           expires_at as "expiresAt", revoked_at as "revokedAt"
    from api_tokens order by created_at desc, id`;
}

/** @returns its name; null when there is no such token */
export async function revokeApiToken(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx<{ name: string }[]>`
    update api_tokens set revoked_at = coalesce(revoked_at, now()) where id = ${id} returning name`;
  return row?.name ?? null;
}
