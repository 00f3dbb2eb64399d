import { packetizeH264, packetizeOpus, RtpWriter } from './packetize';
import { PACKETS_PER_S } from '../loop/media';
import { FPS } from '../mark/code';
import type { Reel } from './reel';

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
