import type { DestinationSlice, PlayerAddresses, PublicPlayer } from '../../../contract/messages';
import type { DestinationServer, FixAction } from '../../../contract/vocabulary';
import { HOST_MARK } from '../../../core/embedding';
import { purpose, withClaims } from '../../../db/claims';
import { type DestinationRow, readWatchSettings, type WatchSettings } from '../../../db/queries/destinations';
import { findDestination } from '../../../plugins/destinations';
import type { Services } from '../../services';

/** A destination in the API: never its key, only the last four characters (design §9). */
export interface DestinationAnswer {
  id: string;
  plugin: string;
  label: string;
  settings: Record<string, string>;
  enabled: boolean;
  status: DestinationRow['status'];
  since: string;
  kbps: number;
  retries: number;
  verdict: string | null;
  /** What to do about it. */
  remedy: FixAction | null;
  /** Which of its servers comes first, and whether there are two. */
  server: DestinationServer;
  hasBackup: boolean;
  keyHint: string;
  /**
   * Which fields of type `secret` are filled, never with what; and the last four characters of each, '' of a
   * short one.
   */
  secrets: string[];
  secretHints: Record<string, string>;
  /** Scheme and host of the ingest, without path and key. */
  address: string;
}

export function destinationAnswer(row: DestinationRow): DestinationAnswer {
  const { secretHints, ...rest } = row;
  return {
    ...rest,
    hasBackup: hasBackup(row),
    secrets: Object.keys(secretHints).sort(),
    secretHints,
    since: row.since.toISOString(),
    address: ingestHost(row),
  };
}

export function hasBackup(row: Pick<DestinationRow, 'plugin' | 'settings'>): boolean {
  return Boolean(findDestination(row.plugin)?.ingest(row.settings).backupUrl);
}

/** Scheme and host only: the rest may be secret. */
export function ingestHost(row: Pick<DestinationRow, 'plugin' | 'settings'>): string {
  const url = findDestination(row.plugin)?.ingest(row.settings).url ?? '';
  return /^(rtmps?|srt):\/\/[^/?#]+/i.exec(url)?.[0] ?? '';
}

/**
 * Where viewers can watch a destination, with a placeholder for their page's host name; null where unknown.
 */
export function playerOf(row: Pick<WatchSettings, 'plugin' | 'settings'>): PlayerAddresses | null {
  return findDestination(row.plugin)?.watch(row.settings, HOST_MARK) ?? null;
}

/**
 * The players of the enabled destinations, without the labels that the crew gave them.
 */
export function playersOf(
  destinations: readonly Pick<DestinationSlice, 'id' | 'plugin' | 'enabled' | 'player'>[],
): PublicPlayer[] {
  return destinations.flatMap(({ id, plugin, enabled, player }) =>
    enabled && player ? [{ id, plugin, label: findDestination(plugin)?.label ?? plugin, ...player }] : [],
  );
}

/** For public pages: the caller has checked that viewers may see the event. */
export async function readPlayers(services: Pick<Services, 'sql'>, eventId: string): Promise<PublicPlayer[]> {
  const rows = await withClaims(services.sql, purpose('players'), (tx) => readWatchSettings(tx, eventId));
  return playersOf(rows.map((row) => ({ ...row, enabled: true, player: playerOf(row) })));
}
