import { DESTINATIONS, type DestinationId } from '../../../plugins';
import type { Tx } from '../../../db/connect';
import type { Services } from '../../services';
import { addDestination } from './write';

/**
 * Destinations whose keys stand in the settings (YOUTUBE_STREAM_KEY, TWITCH_STREAM_KEY) come with every new
 * event.
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
