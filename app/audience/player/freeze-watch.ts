/**
 * Whether the picture moves, by the count of frames shown. Pure, so that its time limits are tested without
 * waiting.
 */
export interface FreezeWatch {
  frames: number;
  /** When the picture last moved, or when watching began. */
  movedAtMs: number;
  /** When a new connection was last made. */
  renewedAtMs: number | null;
}

export interface Look {
  nowMs: number;
  frames: number;
  /**
   * False while the page is hidden or the person has paused: browsers show no frames then, and nothing is
   * wrong.
   */
  watching: boolean;
  /**
   * The host of a show shares a screen: a slide that is not changed gives a frame a second or none, and
   * nothing is wrong.
   */
  still?: boolean;
}

/** Longer than a restart of the encoder (3 s), so that a viewer does not add to it. */
const FROZEN_MS = 4_000;
/** A new connection needs seconds until its first picture; asking more often would only restart it. */
const RENEW_EVERY_MS = 10_000;

export const startWatch = (nowMs: number): FreezeWatch => ({
  frames: -1,
  movedAtMs: nowMs,
  renewedAtMs: null,
});

export function look(
  watch: FreezeWatch,
  { nowMs, frames, watching, still = false }: Look,
): { watch: FreezeWatch; frozen: boolean; renew: boolean } {
  if (!watching || still || frames !== watch.frames) {
    const renewedAtMs = watching && frames > watch.frames ? null : watch.renewedAtMs;
    return { watch: { frames, movedAtMs: nowMs, renewedAtMs }, frozen: false, renew: false };
  }
  const frozen = nowMs - watch.movedAtMs >= FROZEN_MS;
  const renew = frozen && (watch.renewedAtMs === null || nowMs - watch.renewedAtMs >= RENEW_EVERY_MS);
  return { watch: renew ? { ...watch, renewedAtMs: nowMs } : watch, frozen, renew };
}
