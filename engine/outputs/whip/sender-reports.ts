import { RtcpSenderInfo, RtcpSrPacket, type RTCRtpSender } from 'werift';
import { wallClockRtp } from './rtp-timeline';

const EVERY_MS = 1_000;
const NTP_UNIX_OFFSET_S = 2_208_988_800;

/**
 * Sends RTCP sender reports for a stream whose timestamps lie on the wall clock, in place of werift's own.
 * Those name the moment the last packet was sent, so that sound and picture drift apart at the viewer by the
 * difference of their encoders' delays.
 */
export function reportWallClock(sender: RTCRtpSender, clockHz: number): () => void {
  // werift starts its reports with the first packet unless they are running.
  sender.rtcpRunning = true;
  const timer = setInterval(() => {
    const unixMs = performance.timeOrigin + performance.now();
    const senderInfo = new RtcpSenderInfo({
      ntpTimestamp: ntp(unixMs),
      rtpTimestamp: wallClockRtp(unixMs, clockHz),
      // LiveKit counts for itself; nothing else reads them.
      packetCount: 0,
      octetCount: 0,
    });
    const report = new RtcpSrPacket({ ssrc: sender.ssrc, senderInfo });
    sender.transport.sendRtcp([report]).catch(() => undefined);
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** 32 bits of seconds since 1900, 32 of their fraction. */
function ntp(unixMs: number): bigint {
  const seconds = Math.floor(unixMs / 1000);
  const fraction = Math.floor(((unixMs - seconds * 1000) / 1000) * 2 ** 32);
  return (BigInt(seconds + NTP_UNIX_OFFSET_S) << 32n) | BigInt(fraction);
}
