import type { Tx } from '../connect';

/**
 * Everything that is sealed with the root key, for the command that rotates it. For the claims of `rotation`,
 * which alone may read what the web process' role only writes.
 */
export interface SealedDestinationSecret {
  destinationId: string;
  name: string;
  sealed: Buffer;
}

export async function lockDestinationSecrets(tx: Tx): Promise<SealedDestinationSecret[]> {
  return tx<SealedDestinationSecret[]>`
    select destination_id as "destinationId", name, sealed from destination_secrets for update`;
}

export async function writeDestinationSecret(tx: Tx, secret: SealedDestinationSecret): Promise<void> {
  await tx`
    update destination_secrets set sealed = ${secret.sealed}
    where destination_id = ${secret.destinationId} and name = ${secret.name}`;
}

export interface SealedJoinSecrets {
  eventId: string;
  code: Buffer;
  secret: Buffer;
}

export async function lockJoinSecrets(tx: Tx): Promise<SealedJoinSecrets[]> {
  return tx<SealedJoinSecrets[]>`
    select event_id as "eventId", code_sealed as code, secret_sealed as secret from join_secrets for update`;
}

/** The code is also looked up by its hash, which depends on the root key. */
export async function writeJoinSecrets(
  tx: Tx,
  secrets: SealedJoinSecrets & { codeHash: Buffer },
): Promise<void> {
  await tx`
    update join_secrets set
      code_hash = ${secrets.codeHash}, code_sealed = ${secrets.code}, secret_sealed = ${secrets.secret}
    where event_id = ${secrets.eventId}`;
}

export interface SealedCrewLink {
  id: string;
  eventId: string;
  sealed: Buffer;
}

export async function readCrewLinkSecrets(tx: Tx): Promise<SealedCrewLink[]> {
  return tx<SealedCrewLink[]>`
    select id, event_id as "eventId", sealed from crew_links where sealed is not null`;
}

export async function writeCrewLinkSecret(
  tx: Tx,
  link: Pick<SealedCrewLink, 'id' | 'sealed'>,
): Promise<void> {
  await tx`update crew_links set sealed = ${link.sealed} where id = ${link.id}`;
}
