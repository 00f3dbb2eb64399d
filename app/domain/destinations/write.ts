import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../db/connect';
import { insertDestination, putDestinationSecret } from '../../../db/queries/destinations';
import { secretRow, STREAM_KEY } from '../../../core/destination-secrets';
import type { DestinationId } from '../../../plugins';
import type { Given } from '../../../plugins/contract';
import type { Services } from '../../services';

/** How much of a key is shown, so that a person can tell two apart; nothing of a short one. */
const HINT_LENGTH = 4;

export function hintOf(secret: string): string {
  return secret.length > 2 * HINT_LENGTH ? secret.slice(-HINT_LENGTH) : '';
}

/**
 * Puts what was typed in the place of what is there; an empty value takes it away, null leaves it. Sealed to
 * its row and name: moved to another one it does not open.
 */
export async function putSecrets(
  tx: Tx,
  services: Pick<Services, 'secrets'>,
  destination: { id: string; eventId: string },
  { streamKey, secrets }: Pick<Given, 'streamKey' | 'secrets'>,
): Promise<void> {
  const all = streamKey === null ? secrets : { ...secrets, [STREAM_KEY]: streamKey };
  for (const [name, value] of Object.entries(all)) {
    const sealed = services.secrets.seal(secretRow(destination.id, name), value);
    const secret = value === '' ? null : { sealed, hint: hintOf(value) };
    await putDestinationSecret(tx, destination.id, destination.eventId, name, secret);
  }
}

/** Writes a checked destination and its key; gives its id. */
export async function addDestination(
  tx: Tx,
  services: Pick<Services, 'secrets'>,
  eventId: string,
  input: Given & { plugin: DestinationId; label: string; enabled: boolean },
): Promise<string> {
  const id = randomUUID();
  const { streamKey, secrets, ...row } = input;
  await insertDestination(tx, { id, eventId, ...row, keyHint: hintOf(streamKey ?? '') });
  await putSecrets(tx, services, { id, eventId }, { streamKey, secrets });
  return id;
}
