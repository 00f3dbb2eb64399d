import { AUDIO_RATE_HZ } from '../../core/encoding';

/** Number of the first sample of a tick, counted from the start of the program, per channel. */
export function firstSampleOf(tick: number, fps: number): number {
  return Math.floor((tick * AUDIO_RATE_HZ) / fps);
}

/**
 * Samples per channel that belong to a tick. Taken as a difference of absolute positions, so that no rate
 * that does not divide 48 000 could ever let sound drift from picture.
 */
export function samplesOf(tick: number, fps: number): number {
  return firstSampleOf(tick + 1, fps) - firstSampleOf(tick, fps);
}
