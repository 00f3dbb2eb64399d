/** Access unit delimiter, without its start code; the first byte of NAL units of type 9. */
const DELIMITER = Buffer.from([0, 0, 0, 1, 0x09]);
/** Start code, head and one byte of content: the receiver has no use for it. */
const DELIMITER_BYTES = 6;

/**
 * The pictures of an H.264 stream (Annex B) in which each begins with an access unit delimiter (x264's
 * `aud=1`), without the delimiters: one entry a frame.
 */
export function accessUnits(stream: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = stream.indexOf(DELIMITER); at !== -1; at = stream.indexOf(DELIMITER, at + 1)) starts.push(at);
  return starts.map((start, i) => stream.subarray(start + DELIMITER_BYTES, starts[i + 1] ?? stream.length));
}
