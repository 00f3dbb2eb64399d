import type { Tx } from '../connect';

export async function setupTokenOpen(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx`
    select 1 from setup_tokens where token_hash = ${tokenHash} and used_at is null and expires_at > now()`;
  return rows.length > 0;
}

/** False when it is used, expired or unknown. Of two at once, one gets true. */
export async function useSetupToken(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx`
    update setup_tokens set used_at = now()
    where token_hash = ${tokenHash} and used_at is null and expires_at > now() returning token_hash`;
  return rows.length > 0;
}

/** A new one, valid for `hours`; the unused ones before are void. As the database's owner. */
export async function replaceSetupToken(tx: Tx, tokenHash: Buffer, hours: number): Promise<void> {
  await tx`delete from setup_tokens where used_at is null`;
  await tx`
    insert into setup_tokens (token_hash, expires_at) values (${tokenHash}, now() + make_interval(hours => ${hours}))`;
}
