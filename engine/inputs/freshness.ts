import type { Freshness } from '../types';

/**
 * Gaps of 0.30 to 0.35 s happen under load; half a second is the first sure sign (measured on two busy
 * cores).
 */
const LATE_AFTER_MS = 500;
/** By then LiveKit itself has noticed a dead peer (10 to 20 s). */
const GONE_AFTER_MS = 10_000;

/** A camera's track: not subscribed, open, or held by the phone itself (picture off, a call, another app). */
export type TrackStanding = 'none' | 'open' | 'muted';

/** What the age of a camera's last frame says about it. */
export function freshnessOf(lastFrameAtMs: number | null, track: TrackStanding, nowMs: number): Freshness {
  const ageMs = lastFrameAtMs === null ? Infinity : nowMs - lastFrameAtMs;
  if (ageMs < LATE_AFTER_MS) return 'fresh';
  if (track === 'muted') return 'paused';
  return track === 'open' && ageMs < GONE_AFTER_MS ? 'late' : 'gone';
}
