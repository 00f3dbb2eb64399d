/**
 * What a test sees and hears: burned-in numbers in decoded pictures, beeps and tones in decoded sound. Checks
 * of the production go through these and not through anybody's word about it.
 */
export { readMark, type LumaPicture } from './seeing/read-mark';
export { readMarkFromPage, pictureOf, takePicture } from './seeing/page';
export { blackFrames, decodeFrames, ptsGaps, type DecodedFrame, type PtsGaps } from './seeing/frames';
export { decodeSound, findBeeps, toneOf, type DecodedSound } from './seeing/sound';
export { avOffsets } from './seeing/sync';
export type { Mark } from '../../demo/mark/code';
