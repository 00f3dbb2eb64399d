import { AppError } from '../../../core/errors';
import { findDestination } from '../../../plugins';
import { checkDestinationAddress, checkDestinationForm } from '../../../plugins/address';
import type { DestinationPlugin, Given } from '../../../plugins/contract';
import type { Services } from '../../services';

/** What was typed, as it is stored. @throws AppError bad_request with the field and a sentence */
export async function checkDestination(
  services: Pick<Services, 'env'>,
  pluginId: string,
  given: Given,
): Promise<Given> {
  const plugin = findDestination(pluginId);
  if (!plugin)
    throw new AppError('bad_request', 'This kind of destination is not known.', {
      details: { field: 'plugin' },
    });
  const checked = plugin.check(given);
  if (!checked.ok) {
    throw new AppError('bad_request', checked.message, { details: { field: checked.field } });
  }
  await checkAddress(services, plugin, checked.value.settings);
  return checked.value;
}

/**
 * Where a person names the server, its name is resolved already here, so that a private one is told at once. A name that
 * does not resolve may do so on the day; the engine asks again before each connect.
 */
async function checkAddress(
  services: Pick<Services, 'env'>,
  plugin: DestinationPlugin,
  settings: Record<string, string>,
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
