import { AUDIO_RATE_HZ } from '../../core/encoding';

/*
 * Times of the program's sound that its parts share; in frames, that is, samples of one channel.
 */

/** 20 ms: long enough not to click, short enough to be a cut. */
export const RAMP_FRAMES = AUDIO_RATE_HZ / 50;
/** No tick is longer than 100 ms. */
export const MAX_TICK_FRAMES = AUDIO_RATE_HZ / 10;

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

/** Factor of a fader in dB; its lowest position is silence. */
export const gainOf = (gainDb: number, lowestDb: number): number =>
  gainDb <= lowestDb ? 0 : 10 ** (gainDb / 20);
