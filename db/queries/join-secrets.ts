import type { OpenStatus } from '../../contract/vocabulary';
import type { Tx } from '../connect';

export interface SealedSecrets {
  eventId: string;
  codeSealed: Buffer;
  secretSealed: Buffer;
}

export interface NewSecrets extends SealedSecrets {
  codeHash: Buffer;
  secretHash: Buffer;
}

/** Replaces the secrets; the ones before are void. False when the code is in use by another event. */
export async function putJoinSecrets(tx: Tx, secrets: NewSecrets): Promise<boolean> {
  await deleteJoinSecrets(tx, secrets.eventId);
  const rows = await tx`
    insert into join_secrets (event_id, code_hash, code_sealed, secret_hash, secret_sealed)
    values (${secrets.eventId}, ${secrets.codeHash}, ${secrets.codeSealed}, ${secrets.secretHash}, ${secrets.secretSealed})
    on conflict (code_hash) do nothing returning event_id`;
  return rows.length > 0;
}

export async function deleteJoinSecrets(tx: Tx, eventId: string): Promise<void> {
  await tx`delete from join_secrets where event_id = ${eventId}`;
}

export async function findJoinSecrets(tx: Tx, eventId: string): Promise<SealedSecrets | null> {
  const [row] = await tx<SealedSecrets[]>`
    select event_id as "eventId", code_sealed as "codeSealed", secret_sealed as "secretSealed"
    from join_secrets where event_id = ${eventId}`;
  return row ?? null;
}

export interface OpenEvent {
  eventId: string;
  slug: string;
  title: string;
  status: OpenStatus;
}

/**
 * The open event of a code or a QR secret. One statement for every case, so that wrong, replaced and closed
 * take the same time. For claims of purpose `join`.
 */
export async function findOpenEvent(
  tx: Tx,
  by: 'code' | 'secret',
  hashes: Buffer[],
): Promise<OpenEvent | null> {
  const column = by === 'code' ? tx`j.code_hash` : tx`j.secret_hash`;
  const [row] = await tx<OpenEvent[]>`
    select e.id as "eventId", e.slug, e.title, e.status
    from join_secrets j join events e on e.id = j.event_id
    where ${column} in ${tx(hashes)} and e.status in ('ready', 'live')`;
  return row ?? null;
}
