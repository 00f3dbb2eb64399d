/**
 * What a test sees and hears: burned-in numbers in decoded pictures, beeps and tones in decoded sound. Checks
 * of the production go through these and not through anybody's word about it.
 */
export { readMark, type LumaPicture } from './read-mark';
export { readMarkFromPage, pictureOf, takePicture } from './page-marks';
export { blackFrames, decodeFrames, ptsGaps, type DecodedFrame, type PtsGaps } from './decoded-frames';
export { amplitudeOf, decodeSound, findBeeps, toneOf, type DecodedSound } from './heard-sound';
export { avOffsets } from './sound-offset';
export type { Mark } from '../../../demo/mark/code';
