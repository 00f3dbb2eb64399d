// A file of its own, so that its test loads no server.

const START_CODE = Buffer.from([0, 0, 1]);
const [SLICE, KEY_SLICE, SEI, DELIMITER] = [1, 5, 6, 9];

/**
 * Where the frames of an H.264 stream (Annex B) end, as byte offsets, in order. A frame may be of several
 * slices; one that begins at the first macroblock (ITU-T H.264 7.3.3: `first_mb_in_slice` 0 is a single bit
 * 1) begins a frame, or what is right before it does: parameter sets, SEI, delimiter (7.4.1.2.3).
 */
export function accessUnitEnds(stream: Buffer): number[] {
  const ends: number[] = [];
  let hasPicture = false;
  for (let at = stream.indexOf(START_CODE); at >= 0; at = stream.indexOf(START_CODE, at + 3)) {
    const type = (stream[at + 3] ?? 0) & 0x1f;
    const isSlice = type === SLICE || type === KEY_SLICE;
    const begins = isSlice ? ((stream[at + 4] ?? 0) & 0x80) !== 0 : type >= SEI && type <= DELIMITER;
    if (begins && hasPicture) {
      // A start code may have a fourth byte in front, which belongs to the next unit.
      ends.push(stream[at - 1] === 0 ? at - 1 : at);
      hasPicture = false;
    }
    hasPicture ||= isSlice;
  }
  if (hasPicture) ends.push(stream.length);
  return ends;
}
