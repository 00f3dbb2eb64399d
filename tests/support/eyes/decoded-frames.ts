import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { LumaPicture } from './read-mark';

export interface DecodedFrame {
  /** Presentation time in the file, ms. */
  ptsMs: number;
  picture: LumaPicture;
}

export interface DecodeOptions {
  width: number;
  height: number;
  /** Resampled to so many frames a second; every frame as it is without it. */
  fps?: number;
  /** Ends after so many frames; the way to look into a live stream. */
  maxFrames?: number;
}

/**
 * Decodes the pictures of a file or stream, in order, as luma (limited range, as in the stream). ffmpeg waits
 * for the reader; leaving the loop early ends it.
 */
export async function* decodeFrames(source: string, options: DecodeOptions): AsyncGenerator<DecodedFrame> {
  const { width, height, fps, maxFrames } = options;
  const filters = [
    ...(fps ? [`fps=${fps}`] : []),
    `scale=${width}:${height}:flags=area`,
    'format=yuv420p',
    'extractplanes=y',
    'showinfo=checksum=0',
  ];
  const args = [
    '-nostdin',
    '-hide_banner',
    '-nostats',
    '-v',
    'info',
    '-copyts',
    '-i',
    source,
    '-map',
    '0:v:0',
  ];
  args.push(
    '-vf',
    filters.join(','),
    '-fps_mode',
    'passthrough',
    ...(maxFrames ? ['-frames:v', String(maxFrames)] : []),
  );
  const child = spawn('ffmpeg', [...args, '-f', 'rawvideo', 'pipe:1'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const times: number[] = [];
  let waiting: (() => void) | null = null;
  let said = '';
  const lines = createInterface({ input: child.stderr });
  lines.on('line', (line) => {
    const time = /\bn: *\d+ .*\bpts_time:([\d.-]+)/.exec(line)?.[1];
    if (time !== undefined) times.push(Number(time) * 1000);
    else said = `${said}\n${line}`.slice(-2000);
    waiting?.();
  });
  let over = false;
  const linesOver = once(lines, 'close').then(() => {
    over = true;
    waiting?.();
  });
  const size = width * height;
  let rest: Buffer[] = [];
  let held = 0;
  let frames = 0;
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      rest.push(chunk);
      held += chunk.length;
      if (held < size) continue;
      let all = Buffer.concat(rest);
      for (; all.length >= size; all = all.subarray(size)) {
        // Times come through another pipe and may be a moment later than their pictures.
        while (times.length <= frames && !over) await new Promise<void>((resolve) => (waiting = resolve));
        waiting = null;
        const ptsMs = times[frames++];
        if (ptsMs === undefined)
          throw new Error(`ffmpeg gave no time for picture ${frames} of ${source}.${said}`);
        yield { ptsMs, picture: { width, height, data: Uint8Array.from(all.subarray(0, size)) } };
      }
      rest = [all];
      held = all.length;
    }
    await linesOver;
    if (frames === 0) throw new Error(`No picture in ${source}.${said}`);
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL');
  }
}

/** Times (ms) of the frames of which 98 % are black: what a viewer would call no picture. */
export async function blackFrames(source: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { ptsMs, picture } of decodeFrames(source, { width: 64, height: 36 })) {
    const dark = picture.data.reduce((sum, luma) => sum + (luma < 32 ? 1 : 0), 0);
    if (dark >= picture.data.length * 0.98) found.push(ptsMs);
  }
  return found;
}

export interface PtsGaps {
  /** Longest time between the presentation times of two neighbouring frames. */
  maxMs: number;
  frames: number;
  firstMs: number;
  lastMs: number;
  /** All times between neighbours, in order. */
  steps: { atMs: number; ms: number }[];
}

/** Presentation times of a file's pictures (`v`) or sound (`a`) and the gaps between them, by ffprobe. */
export async function ptsGaps(file: string, kind: 'v' | 'a' = 'v'): Promise<PtsGaps> {
  const times = (await packetTimesMs(file, kind)).sort((a, b) => a - b);
  const steps = times.slice(1).map((atMs, i) => ({ atMs, ms: atMs - (times[i] ?? atMs) }));
  return {
    maxMs: steps.reduce((most, step) => Math.max(most, step.ms), 0),
    frames: times.length,
    firstMs: times[0] ?? 0,
    lastMs: times.at(-1) ?? 0,
    steps,
  };
}

async function packetTimesMs(file: string, kind: 'v' | 'a'): Promise<number[]> {
  const args = [
    '-v',
    'error',
    '-select_streams',
    `${kind}:0`,
    '-show_entries',
    'packet=pts_time',
    '-of',
    'csv=p=0',
    file,
  ];
  const child = spawn('ffprobe', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const times: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const seconds = Number.parseFloat(line);
    if (Number.isFinite(seconds)) times.push(seconds * 1000);
  }
  await exit;
  return times;
}
