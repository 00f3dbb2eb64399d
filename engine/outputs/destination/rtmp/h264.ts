/** Types of NAL units (ITU-T H.264, table 7-1). */
const IDR = 5;
const SPS = 7;
const PPS = 8;
const DELIMITER = 9;

/** A picture as FLV wants it. */
export interface AvcPicture {
  keyframe: boolean;
  /**
   * Its NAL units, each behind its length in four bytes. Parameter sets and delimiters are not among them.
   */
  units: Buffer[];
  /** Parameter sets that came with it. */
  sps: Buffer | null;
  pps: Buffer | null;
}

/** Takes a picture in Annex B form apart. */
export function readAnnexB(data: Buffer): AvcPicture {
  const picture: AvcPicture = { keyframe: false, units: [], sps: null, pps: null };
  for (const nal of nalUnits(data)) {
    const type = (nal[0] ?? 0) & 0x1f;
    if (type === SPS) picture.sps = nal;
    else if (type === PPS) picture.pps = nal;
    else if (type !== DELIMITER) {
      picture.keyframe ||= type === IDR;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(nal.length);
      picture.units.push(length, nal);
    }
  }
  return picture;
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) of one parameter set of each kind. */
export function decoderConfiguration(sps: Buffer, pps: Buffer): Buffer {
  const [, profile = 0, compatibility = 0, level = 0] = sps;
  const head = Buffer.from([
    1,
    profile,
    compatibility,
    level,
    0xff,
    0xe1,
    sps.length >> 8,
    sps.length & 0xff,
  ]);
  const middle = Buffer.from([1, pps.length >> 8, pps.length & 0xff]);
  // High profiles say more: 4:2:0 in 8 bits, which is all that the encoder makes.
  const high = profile >= 100 ? Buffer.from([0xfd, 0xf8, 0xf8, 0]) : Buffer.alloc(0);
  return Buffer.concat([head, sps, middle, pps, high]);
}

const START_CODE = Buffer.from([0, 0, 1]);

function* nalUnits(data: Buffer): Generator<Buffer> {
  let from = data.indexOf(START_CODE);
  while (from !== -1) {
    from += START_CODE.length;
    const next = data.indexOf(START_CODE, from);
    let end = next === -1 ? data.length : next;
    // Zeros before a start code belong to no unit; a unit never ends with one.
    while (end > from && data[end - 1] === 0) end--;
    if (end > from) yield data.subarray(from, end);
    from = next;
  }
}
