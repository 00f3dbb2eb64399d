import { AppError } from '../../../core/errors';
import { findDestination } from '../../../plugins';
import { checkDestinationAddress, checkDestinationForm } from '../../../plugins/address';
import type { DestinationPlugin } from '../../../plugins/contract';
import type { Services } from '../../services';

type Settings = Record<string, string>;

/** Stands for a key that is there and stays: this process cannot read it, and needs not to. */
const KEPT_KEY = 'kept';

/** Settings and key as they are stored. @throws AppError bad_request with the field and a sentence */
export async function checkDestination(
  services: Pick<Services, 'env'>,
  pluginId: string,
  settings: Settings,
  streamKey: string,
): Promise<{ settings: Settings; streamKey: string }> {
  const plugin = findDestination(pluginId);
  if (!plugin)
    throw new AppError('bad_request', 'This kind of destination is not known.', {
      details: { field: 'plugin' },
    });
  const checked = plugin.check(settings, streamKey);
  if (!checked.ok) {
    throw new AppError('bad_request', checked.message, { details: { field: checked.field } });
  }
  await checkAddress(services, plugin, checked.value.settings);
  return checked.value;
}

/** For a change that leaves the key as it is. */
export async function checkSettings(
  services: Pick<Services, 'env'>,
  pluginId: string,
  settings: Settings,
): Promise<Settings> {
  return (await checkDestination(services, pluginId, settings, KEPT_KEY)).settings;
}

/**
 * Where a person names the server, its name is resolved already here, so that a private one is told at once. A name that
 * does not resolve may do so on the day; the engine asks again before each connect.
 */
async function checkAddress(
  services: Pick<Services, 'env'>,
  plugin: DestinationPlugin,
  settings: Settings,
): Promise<void> {
  const { url } = plugin.ingest(settings);
  const options = { allowPrivate: services.env.allowPrivateDestinations };
  const named = plugin.fields.find((field) => field.type === 'url');
  const result = named ? await checkDestinationAddress(url, options) : checkDestinationForm(url, options);
  if (result.ok || result.reason === 'unresolved') return;
  throw new AppError('bad_request', result.message, {
    details: { field: named ? `settings.${named.name}` : 'plugin' },
  });
}
