import { secretRow } from '../../core/stream-key';
import { withClaims } from '../../db/claims';
import type { Sql } from '../../db/connect';
import {
  lockDestinationSecrets,
  lockJoinSecrets,
  readCrewLinkSecrets,
  writeCrewLinkSecret,
  writeDestinationSecret,
  writeJoinSecrets,
} from '../../db/queries/sealed-secrets';
import type { SecretBox } from '../../db/secrets';
import { hostLinkRow } from './crew/crew-links';
import { codeHash, codeRow, joinSecretRow } from './events/join-codes';

/**
 * Encrypts every secret again with the present root key, in one transaction. Rows of any accepted key are
 * decrypted; nothing is changed if a single row cannot be.
 *
 * @param sql as the role `touchline_engine`: the role of web processes cannot read these rows
 * @returns the number of secrets
 */
export async function resealAll(sql: Sql, box: SecretBox): Promise<number> {
  const again = (row: string, sealed: Uint8Array): Buffer => box.seal(row, box.open(row, sealed));
  return withClaims(sql, { kind: 'rotation' }, async (tx) => {
    const destinations = await lockDestinationSecrets(tx);
    for (const { destinationId, name, sealed } of destinations) {
      const next = again(secretRow(destinationId, name), sealed);
      await writeDestinationSecret(tx, { destinationId, name, sealed: next });
    }
    const joins = await lockJoinSecrets(tx);
    for (const { eventId, code, secret } of joins) {
      await writeJoinSecrets(tx, {
        eventId,
        codeHash: codeHash(box, box.open(codeRow(eventId), code)),
        code: again(codeRow(eventId), code),
        secret: again(joinSecretRow(eventId), secret),
      });
    }
    const links = await readCrewLinkSecrets(tx);
    for (const { id, eventId, sealed } of links) {
      await writeCrewLinkSecret(tx, { id, sealed: again(hostLinkRow(eventId), sealed) });
    }
    return destinations.length + 2 * joins.length + links.length;
  });
}
