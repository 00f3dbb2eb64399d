import { randomUUID } from 'node:crypto';
import type { Tx } from '../../../db/connect';
import { insertDestination, putDestinationSecret } from '../../../db/queries/destinations';
import type { DestinationId } from '../../../plugins';
import type { Services } from '../../services';

/** Name of the secret that every destination may have. */
export const STREAM_KEY = 'streamKey';
/** How much of a key is shown, so that a person can tell two apart; nothing of a short one. */
const HINT_LENGTH = 4;

export function keyHint(streamKey: string): string {
  return streamKey.length > 2 * HINT_LENGTH ? streamKey.slice(-HINT_LENGTH) : '';
}

/** Sealed to its row: moved to another destination it does not open. */
export function sealKey(services: Pick<Services, 'secrets'>, id: string, streamKey: string): Buffer | null {
  return streamKey === '' ? null : services.secrets.seal(`destination:${id}`, streamKey);
}

/** Writes a checked destination and its key; gives its id. */
export async function addDestination(
  tx: Tx,
  services: Pick<Services, 'secrets'>,
  eventId: string,
  input: {
    plugin: DestinationId;
    label: string;
    enabled: boolean;
    settings: Record<string, string>;
    streamKey: string;
  },
): Promise<string> {
  const id = randomUUID();
  const { streamKey, ...row } = input;
  await insertDestination(tx, { id, eventId, ...row, keyHint: keyHint(streamKey) });
  await putDestinationSecret(tx, id, eventId, STREAM_KEY, sealKey(services, id, streamKey));
  return id;
}
