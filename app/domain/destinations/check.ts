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
 * Where a person names the server, its name is resolved already here, so that a private one is told at once.
 * A name that does not resolve may do so on the day; the engine asks again before each connect.
 */
async function checkAddress(
  services: Pick<Services, 'env'>,
  plugin: DestinationPlugin,
  settings: Record<string, string>,
): Promise<void> {
  const { url, backupUrl } = plugin.ingest(settings);
  const options = { allowPrivate: services.env.allowPrivateDestinations };
  // A kind that lets a person name its servers asks for them in this order.
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
