import type { Tx } from '../connect';

export async function setupTokenOpen(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx`
    select 1 from setup_tokens where token_hash = ${tokenHash} and used_at is null and expires_at > now()`;
  return rows.length > 0;
}

/** Uses it up; false when it was used, is over, or never was. Two at once: one of them gets true. */
export async function useSetupToken(tx: Tx, tokenHash: Buffer): Promise<boolean> {
  const rows = await tx`
    update setup_tokens set used_at = now()
    where token_hash = ${tokenHash} and used_at is null and expires_at > now() returning token_hash`;
  return rows.length > 0;
}
