/**
 * Makes one endless stream of each kind out of the encoder's runs. Each ffmpeg begins with random sequence
 * numbers and timestamps; a viewer that sees them jump freezes for good. Sequence numbers go on where they
 * stopped; timestamps are put on the wall clock, sound and picture by the same shift, which ffmpeg's own
 * sender reports give exactly.
 */
export type RtpKind = 'video' | 'audio';

const CLOCK_HZ: Record<RtpKind, number> = { video: 90_000, audio: 48_000 };
/** One frame further at least; used only where the clock would let a stream step back. */
const SMALLEST_STEP_MS = 10;
/** A later correction beyond this would be more noticeable than the error. */
const MAX_CORRECTION_MS = 200;
const NTP_UNIX_OFFSET_S = 2_208_988_800;

interface Report {
  ssrc: number;
  ntpMs: number;
  rtp: number;
}

class Stream {
  ssrc: number | null = null;
  report: Report | null = null;
  aligned = false;
  sequenceOffset = 0;
  timestampOffset = 0;
  lastSequence: number | null = null;
  lastWallMs = -Infinity;

  constructor(readonly clockHz: number) {}
}

export class RtpTimeline {
  readonly #streams: Record<RtpKind, Stream> = {
    video: new Stream(CLOCK_HZ.video),
    audio: new Stream(CLOCK_HZ.audio),
  };
  /**
   * Of the present run: how far ffmpeg's clock of sender reports is ahead of the wall clock of its packets.
   */
  #run: { ssrc: number; shiftMs: number | null } | null = null;

  /** An RTCP packet of the encoder; only sender reports (RFC 3550, 6.4.1) matter. */
  report(kind: RtpKind, packet: Buffer): void {
    if (packet.length < 28 || packet[1] !== 200) return;
    const ntpMs =
      (packet.readUInt32BE(8) - NTP_UNIX_OFFSET_S) * 1000 + (packet.readUInt32BE(12) / 2 ** 32) * 1000;
    const report = { ssrc: packet.readUInt32BE(4), ntpMs, rtp: packet.readUInt32BE(16) };
    const stream = this.#streams[kind];
    stream.report = report;
    if (stream.ssrc === report.ssrc && !stream.aligned) this.#alignLate(stream, report);
  }

  /**
   * Rewrites an RTP packet of the encoder in place.
   *
   * @param nowMs Unix time; what `wallClockRtp` is given for sender reports
   */
  rewrite(kind: RtpKind, packet: Buffer, nowMs: number): Buffer {
    const stream = this.#streams[kind];
    const ssrc = packet.readUInt32BE(8);
    const sequence = packet.readUInt16BE(2);
    const timestamp = packet.readUInt32BE(4);
    if (ssrc !== stream.ssrc) this.#begin(stream, ssrc, sequence, timestamp, nowMs);
    const outSequence = (sequence + stream.sequenceOffset) & 0xffff;
    const outTimestamp = wrap32(timestamp + stream.timestampOffset);
    packet.writeUInt16BE(outSequence, 2);
    packet.writeUInt32BE(outTimestamp, 4);
    stream.lastSequence = outSequence;
    stream.lastWallMs =
      nowMs + signed32(outTimestamp - wallClockRtp(nowMs, stream.clockHz)) / (stream.clockHz / 1000);
    return packet;
  }

  #begin(stream: Stream, ssrc: number, sequence: number, timestamp: number, nowMs: number): void {
    if (this.#run?.ssrc !== ssrc) this.#run = { ssrc, shiftMs: null };
    const { report, clockHz } = stream;
    let wallMs = nowMs;
    stream.aligned = report?.ssrc === ssrc;
    if (report && stream.aligned) {
      const ntpMs = report.ntpMs + signed32(timestamp - report.rtp) / (clockHz / 1000);
      this.#run.shiftMs ??= ntpMs - nowMs;
      wallMs = ntpMs - this.#run.shiftMs;
    }
    wallMs = Math.max(wallMs, stream.lastWallMs + SMALLEST_STEP_MS);
    stream.ssrc = ssrc;
    stream.sequenceOffset = stream.lastSequence === null ? 0 : stream.lastSequence + 1 - sequence;
    stream.timestampOffset = wallClockRtp(wallMs, clockHz) - timestamp;
  }

  /**
   * A run that was joined in its middle was placed by time of arrival; the first report gives the exact
   * place.
   */
  #alignLate(stream: Stream, report: Report): void {
    const run = this.#run;
    if (!run) return;
    const out = wrap32(report.rtp + stream.timestampOffset);
    // The report is of about now, so its place on the wall clock is the one nearest to the last packet.
    const near = stream.lastWallMs;
    const wallMs = near + signed32(out - wallClockRtp(near, stream.clockHz)) / (stream.clockHz / 1000);
    const shiftMs = report.ntpMs - wallMs;
    stream.aligned = true;
    run.shiftMs ??= shiftMs;
    const errorMs = shiftMs - run.shiftMs;
    if (Math.abs(errorMs) <= MAX_CORRECTION_MS)
      stream.timestampOffset += Math.round((errorMs * stream.clockHz) / 1000);
  }
}

/**
 * RTP timestamp of a moment on the wall clock (Unix ms): the line that all publications with `clock: 'wall'`
 * use.
 */
export function wallClockRtp(unixMs: number, clockHz: number): number {
  return wrap32(Math.round((unixMs / 1000) * clockHz));
}

function wrap32(value: number): number {
  return ((value % 2 ** 32) + 2 ** 32) % 2 ** 32;
}

/** The difference of two 32-bit counters, across their wrap. */
function signed32(difference: number): number {
  const wrapped = wrap32(difference);
  return wrapped >= 2 ** 31 ? wrapped - 2 ** 32 : wrapped;
}
