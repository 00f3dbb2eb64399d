import type { Freshness } from '../types';

/** Gaps of 0.30 to 0.35 s happen under load; half a second is the first sure sign (measured on two busy cores). */
export const LATE_AFTER_MS = 500;
/** By then LiveKit itself has noticed a dead peer (10 to 20 s). */
export const GONE_AFTER_MS = 10_000;

/** What the age of a camera's last frame says about it; `connected` is whether its track is subscribed at all. */
export function freshnessOf(lastFrameAtMs: number | null, connected: boolean, nowMs: number): Freshness {
  if (lastFrameAtMs === null) return 'gone';
  const ageMs = nowMs - lastFrameAtMs;
  if (ageMs < LATE_AFTER_MS) return 'fresh';
  return connected && ageMs < GONE_AFTER_MS ? 'late' : 'gone';
}
