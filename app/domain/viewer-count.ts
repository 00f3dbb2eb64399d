import type { DestinationSlice } from '../../contract/messages';
import type { Tx } from '../../db/connect';
import { countViewers, type ViewerCount } from '../../db/queries/presence';
import { LIMITS } from '../config/limits';

/** Viewers of each event on our own pages and embeds. */
export function ownViewers(tx: Tx, eventIds: readonly string[]): Promise<Map<string, ViewerCount>> {
  return countViewers(tx, eventIds, LIMITS.viewersPerAddress);
}

/** The same as one number for each event. */
export async function totalViewers(tx: Tx, eventIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await ownViewers(tx, eventIds);
  return new Map([...counts].map(([eventId, { page, embed }]) => [eventId, page + embed]));
}

/** Platforms are polled about once a minute; after three missed polls a number is out of date. */
const STALE_AFTER_MS = 3 * 60_000;

/**
 * Viewers as reported by platforms, by plugin. A plugin without a recent number is absent.
 */
export function platformViewers(
  destinations: readonly Pick<DestinationSlice, 'plugin' | 'enabled' | 'platform'>[],
  nowMs: number,
): Record<string, number> {
  const viewers: Record<string, number> = {};
  for (const { plugin, enabled, platform } of destinations) {
    if (!enabled || platform === null || platform.viewers === null) continue;
    if (nowMs - Date.parse(platform.at) > STALE_AFTER_MS) continue;
    viewers[plugin] = (viewers[plugin] ?? 0) + platform.viewers;
  }
  return viewers;
}

export function sumOf(numbers: Record<string, number>): number {
  return Object.values(numbers).reduce((sum, number) => sum + number, 0);
}
