/**
 * RTP packets from encoded frames (RFC 6184 for H.264 in packetization mode 1, RFC 7587 for Opus), for
 * publishers of a ready-made stream. Payload type and SSRC are placeholders: the publication inserts the
 * negotiated ones.
 */

/**
 * Leaves room for SRTP, header extensions and tunnels under an Ethernet frame; ffmpeg gets the same figure.
 */
const MAX_PAYLOAD = 1_180;
const HEADER_BYTES = 12;
const FU_A = 28;

/** Counts sequence numbers for one stream of packets. */
export class RtpWriter {
  #sequence = 0;

  /** `timestamp` is taken modulo 2³². */
  packet(payload: Buffer, timestamp: number, marker: boolean): Buffer {
    const out = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    out[0] = 0x80;
    out[1] = (marker ? 0x80 : 0) | 96;
    out.writeUInt16BE(this.#sequence, 2);
    out.writeUInt32BE(timestamp % 2 ** 32, 4);
    out.writeUInt32BE(1, 8);
    payload.copy(out, HEADER_BYTES);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return out;
  }
}

/** One Annex-B access unit → its packets; `timestamp` in 90 kHz. The last packet has the marker. */
export function packetizeH264(writer: RtpWriter, accessUnit: Buffer, timestamp: number): Buffer[] {
  const payloads = splitAnnexB(accessUnit).flatMap(fragment);
  return payloads.map((payload, i) => writer.packet(payload, timestamp, i === payloads.length - 1));
}

/** One Opus frame → its packet; `timestamp` in 48 kHz. */
export function packetizeOpus(writer: RtpWriter, frame: Buffer, timestamp: number): Buffer {
  return writer.packet(frame, timestamp, false);
}

/** NAL units between Annex-B start codes (3 or 4 bytes), without them. */
export function splitAnnexB(data: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let start = -1;
  for (let at = data.indexOf(START_CODE); at !== -1; at = data.indexOf(START_CODE, at + 3)) {
    if (start !== -1) units.push(trimZeros(data.subarray(start, at)));
    start = at + 3;
  }
  if (start !== -1) units.push(data.subarray(start));
  return units.filter((unit) => unit.length > 0);
}

const START_CODE = Buffer.from([0, 0, 1]);

/**
 * The first byte of a 4-byte start code appears at the end of the unit before it; a NAL unit never ends in
 * zero.
 */
function trimZeros(unit: Buffer): Buffer {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end--;
  return unit.subarray(0, end);
}

function fragment(nal: Buffer): Buffer[] {
  if (nal.length <= MAX_PAYLOAD) return [nal];
  const head = nal[0] ?? 0;
  const parts: Buffer[] = [];
  for (let at = 1; at < nal.length; at += MAX_PAYLOAD - 2) {
    const body = nal.subarray(at, at + MAX_PAYLOAD - 2);
    const first = at === 1 ? 0x80 : 0;
    const last = at + body.length === nal.length ? 0x40 : 0;
    parts.push(Buffer.concat([Buffer.from([(head & 0xe0) | FU_A, first | last | (head & 0x1f)]), body]));
  }
  return parts;
}
