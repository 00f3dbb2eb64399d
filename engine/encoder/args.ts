import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { EncodingProfile } from '../../contract/encoding';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { PIPES_ONLY } from '../child-processes';

/** Where the encoder sends RTP for the WHIP publisher, on loopback. RTCP reports go to the same ports. */
export interface RtpPorts {
  video: number;
  audio: number;
}

export interface EncoderRun {
  profile: EncodingProfile;
  /** Media time of the first picture in seconds. */
  startS: number;
  /** Positive: sound later than the picture. */
  soundOffsetMs: number;
  rtp: RtpPorts | null;
  /**
   * The same for both RTP streams of a run, so that a reader sees where a run ends and which streams belong
   * together.
   */
  ssrc: number;
}

/** Descriptors of the child: raw pictures on stdin, TS on stdout, raw sound on the fourth. */
export const SOUND_FD = 3;

/** Under an Ethernet frame with SRTP, header extensions and a tunnel around it. */
const RTP_PACKET_BYTES = 1_200;
const OPUS_KBPS = 96;
/** No muxer holds a picture back to put sound of the same time before it; receivers go by the timestamps. */
const AT_ONCE = 'max_interleave_delta=1';

/**
 * ffmpeg's arguments for one run: one x264 and two sound encoders, split by `tee` so that every output shows
 * the same frames. Nothing a user typed is among them (a `tee` string built from user text can write files).
 */
export function encoderArgs(run: EncoderRun): string[] {
  const { profile } = run;
  // One second per keyframe exactly, also where a scene changes: that is where late joiners and pushers
  // start.
  const gop = profile.fps * profile.keyframeIntervalS;
  const raw = [...PIPES_ONLY, '-probesize', '32', '-analyzeduration', '0', '-thread_queue_size', '8'];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning'],
    ...[...raw, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${profile.width}x${profile.height}`],
    ...['-framerate', String(profile.fps), '-i', 'pipe:0'],
    ...[...raw, '-f', 's16le', '-ar', String(AUDIO_RATE_HZ), '-ac', String(AUDIO_CHANNELS)],
    ...['-itsoffset', (run.soundOffsetMs / 1000).toFixed(3), '-i', `pipe:${SOUND_FD}`],
    ...['-map', '0:v', '-map', '1:a', ...(run.rtp ? ['-map', '1:a'] : [])],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-profile:v',
      'baseline',
      '-pix_fmt',
      'yuv420p',
      '-bf',
      '0',
    ],
    ...[
      '-b:v',
      `${profile.videoKbps}k`,
      '-minrate',
      `${profile.videoKbps}k`,
      '-maxrate',
      `${profile.videoKbps}k`,
    ],
    ...[
      '-bufsize',
      `${profile.videoKbps}k`,
      '-g',
      String(gop),
      '-keyint_min',
      String(gop),
      '-sc_threshold',
      '0',
    ],
    ...['-x264-params', x264Params(profile)],
    ...['-c:a:0', 'aac', '-b:a:0', `${profile.audioKbps}k`],
    ...(run.rtp ? ['-c:a:1', 'libopus', '-b:a:1', `${OPUS_KBPS}k`, '-application:a:1', 'audio'] : []),
    ...[
      '-output_ts_offset',
      run.startS.toFixed(6),
      '-max_interleave_delta',
      '1',
      '-f',
      'tee',
      teeTargets(run),
    ],
  ];
}

/**
 * Look-ahead would hold ten frames back, threads by frame one more for each; slices hold none and cost the
 * same (2.3 s for ten seconds of 720p30, both ways). More slices than needed cost quality.
 */
function x264Params({ width, height, fps }: EncodingProfile): string {
  const threads = width * height * fps <= 1280 * 720 * 30 ? 2 : 4;
  return `nal-hrd=cbr:rc-lookahead=0:sync-lookahead=0:mbtree=0:sliced-threads=1:threads=${threads}:force-cfr=1`;
}

function teeTargets({ rtp, ssrc }: EncoderRun): string {
  // A PES of its own for each AAC frame: the default collects eight of them, 170 ms.
  const ts = `[select=\\'v,a:0\\':f=mpegts:${AT_ONCE}:flush_packets=1:pes_payload_size=0]pipe:1`;
  if (!rtp) return ts;
  const common = `f=rtp:${AT_ONCE}:onfail=ignore:ssrc=${ssrc}`;
  // Filler keeps the rate constant for platforms; viewers by WebRTC are spared it.
  const video = `[select=v:${common}:payload_type=96:bsfs/v=filter_units=remove_types=12]${rtpUrl(rtp.video)}`;
  const audio = `[select=\\'a:1\\':${common}:payload_type=97]${rtpUrl(rtp.audio)}`;
  return `${ts}|${video}|${audio}`;
}

function rtpUrl(port: number): string {
  return `rtp://127.0.0.1:${port}?rtcpport=${port}&pkt_size=${RTP_PACKET_BYTES}&localaddr=127.0.0.1`;
}

/** Two free UDP ports on loopback. Both are held until both are known, so that they differ. */
export async function freeRtpPorts(): Promise<RtpPorts> {
  const sockets = [createSocket('udp4'), createSocket('udp4')] as const;
  for (const socket of sockets) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const ports = { video: sockets[0].address().port, audio: sockets[1].address().port };
  for (const socket of sockets) socket.close();
  return ports;
}
