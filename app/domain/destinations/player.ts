import { HOST_MARK } from '../../../core/player-address';
import { purpose, withClaims } from '../../../db/claims';
import { readWatchSettings, type WatchSettings } from '../../../db/queries/destinations';
import { findDestination } from '../../../plugins';
import type { DestinationSlice, PlayerAddresses, PublicPlayer } from '../../../contract/messages';
import type { Services } from '../../services';

/**
 * Where viewers can watch a destination, with the mark for their page's host name in it; null where it is not
 * known.
 */
export function playerOf(row: Pick<WatchSettings, 'plugin' | 'settings'>): PlayerAddresses | null {
  return findDestination(row.plugin)?.watch(row.settings, HOST_MARK) ?? null;
}

/**
 * The players of the destinations that take part. The crew's own names for destinations stay with the crew.
 */
export function playersOf(
  destinations: readonly Pick<DestinationSlice, 'id' | 'plugin' | 'enabled' | 'player'>[],
): PublicPlayer[] {
  return destinations.flatMap(({ id, plugin, enabled, player }) =>
    enabled && player ? [{ id, plugin, label: findDestination(plugin)?.label ?? plugin, ...player }] : [],
  );
}

/** For a page that nobody signed in to: whoever asks has checked that a viewer may see the event. */
export async function readPlayers(services: Pick<Services, 'sql'>, eventId: string): Promise<PublicPlayer[]> {
  const rows = await withClaims(services.sql, purpose('players'), (tx) => readWatchSettings(tx, eventId));
  return playersOf(rows.map((row) => ({ ...row, enabled: true, player: playerOf(row) })));
}
