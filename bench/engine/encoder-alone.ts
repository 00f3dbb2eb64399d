import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ, DEFAULT_ENCODING } from '../../core/encoding';
import { Encoder, SOUND_LEAD_MS } from '../../engine/encoder/encoder';
import { pidOf, ptsOf, startsUnit, TS_PACKET } from '../../engine/outputs/ts-packets';
import { follow } from '../../setup/command';
import type { Closing } from '../closing';
import { recordOnAirCamera } from './reference';

/** Pictures of the film that are encoded in a loop: few enough for any memory. */
const PICTURES = 60;
/** ffmpeg fills its pipes and buffers in this time. */
const SETTLE_TICKS = 60;

/**
 * ms from a picture's input to its first packet in the stream for destinations, and to its last one for
 * viewers.
 */
export interface EncoderDelay {
  streamMs: number[];
  viewersMs: number[];
}

/** The engine's own encoder with pictures of camera 1 and silence in real time, alone on the machine. */
export async function watchEncoder(dir: string, seconds: number, closing: Closing): Promise<EncoderDelay> {
  const { width, height, fps } = DEFAULT_ENCODING;
  const pictures = await decodePictures(dir);
  const viewers = createSocket('udp4').bind(0, '127.0.0.1');
  const sound = createSocket('udp4').bind(0, '127.0.0.1');
  await Promise.all([once(viewers, 'listening'), once(sound, 'listening')]);
  closing.add(() => viewers.close());
  closing.add(() => sound.close());

  const [given, streamed, sent]: [number[], number[], number[]] = [[], [], []];
  // No frame is dropped or reordered: the nth frame of the output is the nth picture of the input.
  viewers.on('message', (packet) => isLastOfFrame(packet) && sent.push(performance.now()));
  const encoder = new Encoder({
    profile: DEFAULT_ENCODING,
    ffmpegPath: process.env.FFMPEG_PATH,
    rtp: { video: viewers.address().port, audio: sound.address().port },
    soundOffsetMs: SOUND_LEAD_MS,
    onTs: frameBegins(() => streamed.push(performance.now())),
  });
  closing.add(() => encoder.stop());
  encoder.start();
  const silence = new Int16Array((AUDIO_RATE_HZ / fps) * AUDIO_CHANNELS);
  const beganMs = performance.now();
  for (let tick = 0; tick < seconds * fps + SETTLE_TICKS; tick++) {
    await wait(Math.max(0, beganMs + (tick * 1000) / fps - performance.now()));
    const data = pictures[tick % pictures.length] ?? Buffer.alloc(0);
    given.push(performance.now());
    while (!encoder.writePicture({ width, height, data }, tick)) await wait(1);
    encoder.writeSound(silence, tick);
  }
  await wait(500);
  if (encoder.stats().runs !== 1) {
    // Input and output frames can no longer be matched; the other measurements still count.
    console.error(
      'The encoder had to be restarted, so that its delay is not known: the machine is too busy.',
    );
    return { streamMs: [], viewersMs: [] };
  }
  const delays = (out: number[]) =>
    out.flatMap((atMs, tick) => (tick < SETTLE_TICKS ? [] : [atMs - (given[tick] ?? NaN)]));
  return { streamMs: delays(streamed), viewersMs: delays(sent) };
}

async function decodePictures(dir: string): Promise<Buffer[]> {
  const { film } = await recordOnAirCamera(dir);
  const raw = join(dir, 'pictures.yuv');
  const what = ['-frames:v', String(PICTURES), '-pix_fmt', 'yuv420p', '-f', 'rawvideo', raw];
  await follow(process.env.FFMPEG_PATH ?? 'ffmpeg', ['-nostdin', '-v', 'error', '-y', '-i', film, ...what], {
    timeoutMs: 60_000,
  });
  const bytes = await readFile(raw);
  const size = bytes.length / PICTURES;
  return Array.from({ length: PICTURES }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** The marker bit of RTP (RFC 6184, 5.1); reports of RTCP come to the same port. */
function isLastOfFrame(packet: Buffer): boolean {
  const type = packet[1] ?? 0;
  const isReport = type >= 192 && type <= 223;
  return !isReport && (type & 0x80) !== 0;
}

/** Calls `begin` for each frame that begins in a transport stream, which may come in pieces of any size. */
function frameBegins(begin: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  // The muxer numbers its streams from here on, the picture first.
  const videoPid = 0x100;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let at = 0;
    for (; at + TS_PACKET <= rest.length; at += TS_PACKET)
      if (pidOf(rest, at) === videoPid && startsUnit(rest, at) && ptsOf(rest, at) !== null) begin();
    rest = rest.subarray(at);
  };
}
