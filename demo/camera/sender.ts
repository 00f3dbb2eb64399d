import { PACKETS_PER_S } from '../loop/media';
import { FPS } from '../mark/code';
import type { Reel } from './simulated';

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

/** Receiver of packets, such as a `WhipPublication`. */
export interface RtpSink {
  writeVideoRtp(packet: Buffer): void;
  writeAudioRtp(packet: Buffer): void;
}

export interface CameraSender {
  /** Sends what is due at this time. */
  tick(nowMs: number): void;
}

const VIDEO_CLOCK = 90_000;
const AUDIO_CLOCK = 48_000;
/** After a longer pause the missed packets are skipped, as by a camera whose network was away. */
const CATCH_UP_MS = 200;

/**
 * Sends a loop by the wall clock: the due frame follows from the time alone, so that all cameras show the
 * same moment, in whatever process they run. RTP timestamps are the same clock and continue over the loop's
 * end.
 */
export function senderOf(reel: Reel, sink: RtpSink): CameraSender {
  const video = new RtpWriter();
  const audio = new RtpWriter();
  let nextPicture = -1;
  let nextPacket = -1;
  return {
    tick: (nowMs) => {
      const picture = Math.floor((nowMs * FPS) / 1000);
      const packet = Math.floor((nowMs * PACKETS_PER_S) / 1000);
      nextPicture = resume(nextPicture, picture, (CATCH_UP_MS * FPS) / 1000);
      nextPacket = resume(nextPacket, packet, (CATCH_UP_MS * PACKETS_PER_S) / 1000);
      for (; nextPicture <= picture; nextPicture++) {
        const unit = reel.picture(nextPicture);
        if (!unit) continue;
        const timestamp = nextPicture * (VIDEO_CLOCK / FPS);
        for (const rtp of packetizeH264(video, unit, timestamp)) sink.writeVideoRtp(rtp);
      }
      for (; nextPacket <= packet; nextPacket++) {
        const frame = reel.sound(nextPacket);
        if (!frame) continue;
        sink.writeAudioRtp(packetizeOpus(audio, frame, nextPacket * (AUDIO_CLOCK / PACKETS_PER_S)));
      }
    },
  };
}

/** The first due number: at the beginning, and after a pause or a jump of the clock, the present one. */
function resume(next: number, due: number, reach: number): number {
  return next < 0 || due - next > reach || next - due > reach ? due : next;
}
