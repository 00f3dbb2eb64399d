import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;

export interface Packet {
  kind: 'video' | 'audio';
  /** Seconds. */
  pts: number;
  keyframe: boolean;
}

/**
 * Packets of a media file in the order in which they lie there. A file that was cut off is read as far as it
 * goes.
 */
export async function readPackets(file: string): Promise<Packet[]> {
  const args = ['-loglevel', 'error', '-show_entries', 'packet=codec_type,pts_time,flags', '-of', 'csv=p=0'];
  const { stdout } = await run('ffprobe', [...args, file], { maxBuffer: MAX_OUTPUT }).catch(
    async (error: unknown) => {
      const bytes = await stat(file).then(({ size }) => size);
      const { code, signal, stderr } = Object(error) as Record<string, unknown>;
      throw new Error(`ffprobe ended with ${code ?? signal} on ${file} of ${bytes} bytes: ${stderr}`);
    },
  );
  return stdout.split('\n').flatMap((line) => {
    const [kind, pts, flags = ''] = line.split(',');
    if ((kind !== 'video' && kind !== 'audio') || pts === undefined || Number.isNaN(Number(pts))) return [];
    return [{ kind, pts: Number(pts), keyframe: flags.includes('K') }];
  });
}

/** Numbers burned into the pictures by `countedPicture`, in order, with the time of each. */
export async function readCounters(file: string): Promise<{ counter: number; pts: number }[]> {
  const pts = (await readPackets(file))
    .filter((packet) => packet.kind === 'video')
    .map((packet) => packet.pts);
  const crop = `crop=${COUNTER_BITS * BLOCK}:${BLOCK}:0:0,scale=${COUNTER_BITS}:1:flags=area,format=gray`;
  const args = ['-loglevel', 'fatal', '-i', file, '-map', '0:v', '-vf', crop, '-fps_mode', 'passthrough'];
  const { stdout } = await run('ffmpeg', [...args, '-f', 'rawvideo', '-'], {
    encoding: 'buffer',
    maxBuffer: MAX_OUTPUT,
  });
  const found: { counter: number; pts: number }[] = [];
  for (let i = 0; (i + 1) * COUNTER_BITS <= stdout.length; i++) {
    let counter = 0;
    for (let bit = 0; bit < COUNTER_BITS; bit++) {
      if ((stdout[i * COUNTER_BITS + bit] ?? 0) > 128) counter |= 1 << bit;
    }
    found.push({ counter, pts: pts[i] ?? NaN });
  }
  return found;
}

const COUNTER_BITS = 16;
const BLOCK = 16;

/** The number in an I420 picture that `countedPicture` made, after whatever coding at the same size. */
export function counterOf(data: Uint8Array, width: number): number {
  let counter = 0;
  for (let bit = 0; bit < COUNTER_BITS; bit++) {
    if ((data[(BLOCK / 2) * width + bit * BLOCK + BLOCK / 2] ?? 0) > 128) counter |= 1 << bit;
  }
  return counter;
}

/**
 * An I420 picture with `counter` (16 bits, lowest first) as luma blocks along its upper edge, on a moving
 * ground.
 */
export function countedPicture(width: number, height: number, counter: number): Uint8Array {
  const data = new Uint8Array((width * height * 3) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = 64 + ((x * 3 + y + counter * 4) & 63);
  }
  data.fill(128, width * height);
  for (let bit = 0; bit < COUNTER_BITS; bit++) {
    const luma = (counter >> bit) & 1 ? 235 : 16;
    for (let y = 0; y < BLOCK; y++) data.fill(luma, y * width + bit * BLOCK, y * width + (bit + 1) * BLOCK);
  }
  return data;
}

/** Hashes of all decoded pictures, in order. */
export async function readFrameHashes(file: string): Promise<string[]> {
  const args = [
    '-loglevel',
    'fatal',
    '-i',
    file,
    '-map',
    '0:v',
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
    '-',
  ];
  const { stdout } = await run('ffmpeg', args, { maxBuffer: MAX_OUTPUT });
  return stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');
}
