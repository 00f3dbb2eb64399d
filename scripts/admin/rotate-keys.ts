import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../app/config/settings';
import { hostLinkRow } from '../../app/domain/crew/crew-links';
import { codeHash, codeRow, joinSecretRow } from '../../app/domain/events/join-codes';
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
import { createSecretBox, KEYS_NOTICED_MS, openKeyRing, type SecretBox, writeKeys } from '../../db/secrets';

/**
 * Encrypts every secret again with the present root key, in one transaction. Rows of any accepted key are
 * decrypted; nothing is changed if a single row cannot be.
 *
 * @param sql as the role `touchline_engine`: the role of web processes cannot read these rows
 * @returns the number of secrets
 */
async function resealAll(sql: Sql, box: SecretBox): Promise<number> {
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

/** By then every process of this machine has read the file again. */
const NOTICED_MS = KEYS_NOTICED_MS + 1_000;

type Where = Pick<Settings, 'dataDir' | 'secretsKey'>;

/**
 * Replaces the root key while everything runs (safety F31): all processes accept the new one, then stored
 * secrets are sealed with it, then new ones are; at no moment does a process read a secret that it cannot
 * open. The old key is accepted until `finishRotation`, for addresses and tickets that were signed with it.
 * @param sql of the role `touchline_engine`
 * @returns what was done and what to do next, for the person at the terminal
 */
export async function rotateKeys({ dataDir, secretsKey }: Where, sql: Sql): Promise<string> {
  if (secretsKey !== null) return rotateByHand(secretsKey, dataDir, sql);
  const before = (await openKeyRing(dataDir)).keys();
  const key = randomBytes(32);
  const seal = (): Promise<number> => resealAll(sql, createSecretBox({ keys: () => [key, ...before] }));
  writeKeys(dataDir, [...before, key]);
  await sleep(NOTICED_MS);
  await seal();
  writeKeys(dataDir, [key, ...before]);
  await sleep(NOTICED_MS);
  // What was sealed with the old key between the first round and the moment all processes had read the new
  // one.
  const count = await seal();
  return (
    `${count} stored secrets are sealed with a new key now. The old key is accepted for what was signed with it.\n` +
    'In a quarter of an hour run: npm run --silent admin -- rotate-keys --finish'
  );
}

/** Removes the old keys, after everything stored was opened with the new one alone. */
export async function finishRotation({ dataDir, secretsKey }: Where, sql: Sql): Promise<string> {
  if (secretsKey !== null) return 'Take the old key out of SECRETS_KEY and restart Touchline.';
  const [key, ...old] = (await openKeyRing(dataDir)).keys();
  if (!key || old.length === 0) return 'There is one key only. Nothing to do.';
  await resealAll(sql, createSecretBox(key)).catch((cause: unknown) => {
    throw new Error('Something is still sealed with the old key: run rotate-keys again.', { cause });
  });
  writeKeys(dataDir, [key]);
  return 'The old key is gone.';
}

async function rotateByHand(secretsKey: string, dataDir: string, sql: Sql): Promise<string> {
  const ring = await openKeyRing(dataDir, secretsKey);
  if (ring.keys().length < 2) {
    return (
      'SECRETS_KEY is yours to set. Put a new key behind the present one, with a comma between them (make one with: openssl rand -hex 32),\n' +
      'restart Touchline everywhere, put the new one first, restart again, then run this command once more.'
    );
  }
  const count = await resealAll(sql, createSecretBox(ring));
  return `${count} stored secrets are sealed with the first key of SECRETS_KEY now. Take the old key out and restart Touchline.`;
}
