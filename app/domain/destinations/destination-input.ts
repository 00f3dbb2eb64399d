import { randomUUID } from 'node:crypto';
import { secretRow, STREAM_KEY } from '../../../core/stream-key';
import { AppError } from '../../../core/errors';
import type { Tx } from '../../../db/connect';
import { insertDestination, putDestinationSecret } from '../../../db/queries/destinations';
import { checkDestinationAddress, checkDestinationForm } from '../../../plugins/address';
import type { DestinationPlugin, Given } from '../../../plugins/contract';
import { type DestinationId, DESTINATIONS, findDestination } from '../../../plugins/destinations';
import type { Services } from '../../services';

// Pages get the forms here: they may not import plugins.
export { destinationForms } from '../../../plugins/destinations';

/**
 * The input as it is stored.
 *
 * @param stored the settings before a change
 * @throws AppError bad_request with the field and a sentence
 */
export async function checkDestination(
  services: Pick<Services, 'env'>,
  pluginId: string,
  given: Given,
  stored?: Record<string, string>,
): Promise<Given> {
  const plugin = findDestination(pluginId);
  if (!plugin)
    throw new AppError('bad_request', 'This kind of destination is not known.', {
      details: { field: 'plugin' },
    });
  const checked = plugin.check(given, stored);
  if (!checked.ok) {
    throw new AppError('bad_request', checked.message, { details: { field: checked.field } });
  }
  await checkAddress(services, plugin, checked.value.settings);
  return checked.value;
}

/**
 * A server that a person entered is resolved here, so that a private address is refused at once. A name that
 * does not resolve may do so later; the engine checks again before each connect.
 */
async function checkAddress(
  services: Pick<Services, 'env'>,
  plugin: DestinationPlugin,
  settings: Record<string, string>,
): Promise<void> {
  const { url, backupUrl } = plugin.ingest(settings);
  const options = { allowPrivate: services.env.allowPrivateDestinations };
  // Plugins with server fields have them in this order.
  const [first, second] = plugin.fields.filter((field) => field.type === 'url');
  for (const [address, named] of [[url, first] as const, [backupUrl, second] as const]) {
    if (address === null) continue;
    const result = named
      ? await checkDestinationAddress(address, options)
      : checkDestinationForm(address, options);
    if (result.ok || result.reason === 'unresolved') continue;
    throw new AppError('bad_request', result.message, {
      details: { field: named ? `settings.${named.name}` : 'plugin' },
    });
  }
}

/** Characters of a key that are shown, to tell two apart; none of a short key. */
const HINT_LENGTH = 4;

export function hintOf(secret: string): string {
  return secret.length > 2 * HINT_LENGTH ? secret.slice(-HINT_LENGTH) : '';
}

/**
 * Replaces stored secrets: an empty value removes one, null leaves the stream key. Each is encrypted for its
 * row and name: moved to another it cannot be decrypted.
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

/** @returns the id of the new destination */
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

/**
 * Adds to a new event the destinations whose keys are in the settings (YOUTUBE_STREAM_KEY,
 * TWITCH_STREAM_KEY).
 */
export async function prefillDestinations(
  tx: Tx,
  services: Pick<Services, 'secrets' | 'env' | 'log'>,
  eventId: string,
): Promise<void> {
  const keys: [DestinationId, string | null][] = [
    ['youtube', services.env.streamKeys.youtube],
    ['twitch', services.env.streamKeys.twitch],
  ];
  for (const [id, streamKey] of keys) {
    if (!streamKey) continue;
    const plugin = DESTINATIONS[id];
    const checked = plugin.check({ settings: {}, streamKey, secrets: {} });
    if (!checked.ok) {
      services.log.warn(
        { plugin: id },
        `The stream key for ${plugin.label} in the settings is not used: ${checked.message}`,
      );
      continue;
    }
    await addDestination(tx, services, eventId, {
      plugin: id,
      label: plugin.label,
      enabled: true,
      ...checked.value,
    });
  }
}
