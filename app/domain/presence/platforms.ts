import type { DestinationSlice } from '../../../contract/messages';

/** Platforms are asked every minute or so; a number of three missed ones ago says nothing any more. */
const STALE_AFTER_MS = 3 * 60_000;

/**
 * Viewers as platforms told them, by kind of destination. One that was not asked, or did not say, is absent.
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
