import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { painterOf } from '../draw/painter';
import { FPS } from '../mark/code';
import { LEAD_IN_S, type LoopFormat, type LoopPart, secondsOf } from './media';
import { RATE_HZ, soundOf } from './sound';

/** Upper limit of the picture's bitrate: a phone's at this size, kbit/s. */
function videoKbps(format: { height: number }): number {
  return format.height >= 720 ? 2200 : 700;
}

/**
 * A keyframe each second, and one where the loop begins; the cameras' are spread, so that a decoder of all
 * four does not get four large pictures at once.
 */
const keyframes = (camera: number): string => `expr:eq(n,0)+eq(mod(n,${FPS}),${((camera - 1) * 8) % FPS})`;

/**
 * libopus looks ahead by 6.5 ms, which players of RTP do not subtract: the sound starts that much earlier.
 * Samples at 48 kHz.
 */
const OPUS_LOOKAHEAD = 312;
/** Frames that may wait in ffmpeg's pipe while the next is drawn. */
const PIPE_BYTES = 2;

/**
 * Draws and encodes one camera's loop into `directory`: `camera-N.h264` (Annex B) and `camera-N.opus` (Ogg).
 * The beginning is a loop of its own, with the same first pictures as the whole.
 */
export async function renderCamera(
  camera: number,
  format: LoopFormat,
  part: LoopPart,
  directory: string,
  onFrame: (frame: number) => void,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const seconds = secondsOf(part, format.seconds);
  await encodeSound(camera, seconds, directory);
  await encodePicture(camera, format, seconds * FPS, directory, onFrame);
}

async function encodeSound(camera: number, seconds: number, directory: string): Promise<void> {
  const loop = soundOf(camera, seconds);
  const lead = (LEAD_IN_S * RATE_HZ - OPUS_LOOKAHEAD) * 2;
  const tail = RATE_HZ / 5;
  const round = new Int16Array(lead + loop.length + tail);
  round.set(loop.subarray(loop.length - lead), 0);
  round.set(loop, lead);
  round.set(loop.subarray(0, tail), lead + loop.length);
  const raw = join(directory, `camera-${camera}.s16`);
  await writeFile(raw, new Uint8Array(round.buffer));
  const args = [
    '-f',
    's16le',
    '-ar',
    String(RATE_HZ),
    '-ac',
    '2',
    '-i',
    raw,
    '-c:a',
    'libopus',
    '-b:a',
    '64k',
  ];
  args.push('-frame_duration', '20', '-application', 'audio', '-page_duration', '20000');
  await finished(ffmpeg([...args, '-f', 'ogg', join(directory, `camera-${camera}.opus`)], 'ignore'));
  await rm(raw);
}

async function encodePicture(
  camera: number,
  format: LoopFormat,
  frames: number,
  directory: string,
  onFrame: (frame: number) => void,
): Promise<void> {
  const { width, height } = format;
  const painter = painterOf(camera, format, format.seconds);
  const kbps = videoKbps(format);
  const child = ffmpeg(
    [
      ...[
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgba',
        '-s',
        `${width}x${height}`,
        '-r',
        String(FPS),
        '-i',
        'pipe:0',
      ],
      ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv:flags=fast_bilinear,format=yuv420p'],
      ...['-c:v', 'libx264', '-preset', 'superfast', '-threads', '1', '-profile:v', 'baseline', '-bf', '0'],
      ...['-crf', '21', '-maxrate', `${kbps}k`, '-bufsize', `${kbps}k`],
      ...[
        '-g',
        String(FPS),
        '-keyint_min',
        '1',
        '-sc_threshold',
        '0',
        '-force_key_frames',
        keyframes(camera),
      ],
      // Access units can be cut anywhere: delimiter first, parameter sets before each keyframe, references
      // within a second.
      ...['-x264-params', 'aud=1:repeat-headers=1:sliced-threads=0:open-gop=0'],
      ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
      ...['-f', 'h264', join(directory, `camera-${camera}.h264`)],
    ],
    'pipe',
  );
  const done = finished(child);
  const stdin = child.stdin;
  if (!stdin) throw new Error('ffmpeg has no input.');
  const broken = done.catch(() => undefined);
  for (let frame = 0; frame < frames; frame++) {
    const pixels = painter.paint(frame).data();
    if (!stdin.write(pixels) && stdin.writableLength > PIPE_BYTES * pixels.length) {
      await Promise.race([once(stdin, 'drain'), broken]);
      if (child.exitCode !== null) break;
    }
    onFrame(frame);
  }
  stdin.end();
  await done;
}

function ffmpeg(args: string[], stdin: 'pipe' | 'ignore'): ChildProcess {
  return spawn('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { stdio: [stdin, 'ignore', 'inherit'] });
}

async function finished(child: ChildProcess): Promise<void> {
  child.stdin?.on('error', () => undefined);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`ffmpeg ended with ${code} while encoding the simulated match.`);
}
