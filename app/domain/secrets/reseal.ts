import { secretRow } from '../../../core/destination-secrets';
import { withClaims } from '../../../db/claims';
import type { Sql } from '../../../db/connect';
import type { SecretBox } from '../../../db/secrets';
import { hostLinkRow } from '../crew/links';
import { codeHash, codeRow, joinSecretRow } from '../events/codes';

/**
 * Seals everything anew with the present root key, in one transaction. Whatever any accepted key opens is
 * opened; nothing is changed if a single row cannot be.
 *
 * @param sql as the role `touchline_engine`: the web process' role cannot read what it writes
 * @returns how many secrets there are
 */
export async function resealAll(sql: Sql, box: SecretBox): Promise<number> {
  const again = (row: string, sealed: Uint8Array): Buffer => box.seal(row, box.open(row, sealed));
  return withClaims(sql, { kind: 'rotation' }, async (tx) => {
    const destinations = await tx<{ id: string; name: string; sealed: Buffer }[]>`
      select destination_id as id, name, sealed from destination_secrets for update`;
    for (const { id, name, sealed } of destinations) {
      await tx`
        update destination_secrets set sealed = ${again(secretRow(id, name), sealed)}
        where destination_id = ${id} and name = ${name}`;
    }
    const doors = await tx<{ id: string; code: Buffer; secret: Buffer }[]>`
      select event_id as id, code_sealed as code, secret_sealed as secret from join_secrets for update`;
    for (const { id, code, secret } of doors) {
      await tx`
        update join_secrets set
          code_hash = ${codeHash(box, box.open(codeRow(id), code))},
          code_sealed = ${again(codeRow(id), code)},
          secret_sealed = ${again(joinSecretRow(id), secret)}
        where event_id = ${id}`;
    }
    const links = await tx<{ id: string; eventId: string; sealed: Buffer }[]>`
      select id, event_id as "eventId", sealed from crew_links where sealed is not null`;
    for (const { id, eventId, sealed } of links) {
      await tx`update crew_links set sealed = ${again(hostLinkRow(eventId), sealed)} where id = ${id}`;
    }
    return destinations.length + 2 * doors.length + links.length;
  });
}
