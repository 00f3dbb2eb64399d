import { PTS_HZ, ptsBetween } from '../ts-packets';

/**
 * The program's clock slips when the encoder cannot follow; further than this from the wall, it is set anew.
 */
const MAX_DRIFT_MS = 500;

/**
 * Dates of pictures. Within a run they follow the pictures' own times, so that a busy moment of this process
 * does not show in them as a jump.
 */
export class WallClock {
  readonly #now: () => number;
  #anchor: { pts: number; ms: number } | null = null;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Another run of the encoder begins. */
  reset(): void {
    this.#anchor = null;
  }

  /** @param pts (90 kHz) of a picture that ended `ageMs` ago */
  dateOf(pts: number, ageMs: number): Date {
    const seenMs = this.#now() - ageMs;
    const ms = this.#anchor ? this.#anchor.ms + (ptsBetween(this.#anchor.pts, pts) * 1000) / PTS_HZ : seenMs;
    const kept = Math.abs(ms - seenMs) <= MAX_DRIFT_MS ? ms : seenMs;
    this.#anchor = { pts, ms: kept };
    return new Date(Math.round(kept));
  }
}
