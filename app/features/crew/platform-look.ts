import type { PlatformFacts } from '../../../core/platform-facts';
import type { DestinationSlice } from '../../../contract/messages';
import type { SignState } from '../../ui/shape';

/**
 * Platforms are asked each half minute; what was said longer ago than a few missed answers says nothing of
 * now.
 */
const STALE_AFTER_MS = 3 * 60_000;

export interface PlatformLook {
  sign: SignState;
  word: string;
  /** The platform's own sentence, or why it was not heard. */
  message: string | null;
  viewers: number | null;
}

const LOOK: Record<NonNullable<PlatformFacts['health']>, Pick<PlatformLook, 'sign' | 'word'>> = {
  good: { sign: 'ready', word: 'Arrives well' },
  poor: { sign: 'attention', word: 'Arrives with faults' },
  bad: { sign: 'attention', word: 'Viewers notice faults' },
  none: { sign: 'waiting', word: 'Not seen there yet' },
};

/**
 * What the platform says of a destination that is on the air, for people; null where it is not asked or said
 * nothing lately.
 */
export function platformLook(
  { platform, status, enabled }: Pick<DestinationSlice, 'platform' | 'status' | 'enabled'>,
  nowMs: number,
): PlatformLook | null {
  // Where nothing of ours arrives, what the platform said of an earlier minute is beside the point.
  if (!platform || !enabled || (status !== 'live' && status !== 'stalled')) return null;
  if (nowMs - Date.parse(platform.at) > STALE_AFTER_MS) return null;
  const { health, message, viewers } = platform;
  if (health !== null) return { ...LOOK[health], message, viewers };
  if (message !== null) return { sign: 'attention', word: 'Not told', message, viewers };
  return viewers === null ? null : { sign: 'ready', word: 'On', message, viewers };
}
