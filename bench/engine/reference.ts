import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_ENCODING } from '../../core/encoding';
import { encoderArgs } from '../../engine/encoder/args';
import { LEAD_IN_S } from '../../demo/loop/media';
import { FPS } from '../../demo/mark/code';
import { follow } from '../../setup/command';
import { closingAfter } from '../closing';
import { watchCpu, type Window } from '../cpu';
import { ensureFilm, FILM } from './show';

/** It opens its files and fills its buffers in this time. */
const SETTLE_MS = 2_000;
const ffmpeg = (): string => process.env.FFMPEG_PATH ?? 'ffmpeg';

/** Picture and sound of camera 1, as files that a player could open. */
export interface Recording {
  film: string;
  sound: string;
}

export async function recordOnAirCamera(dir: string): Promise<Recording> {
  const loop = await ensureFilm();
  const [film, sound] = [join(dir, 'film.mp4'), join(dir, 'sound.ogg')];
  const copy = (args: string[]) =>
    follow(ffmpeg(), ['-nostdin', '-v', 'error', '-y', ...args], { timeoutMs: 30_000 });
  await copy(['-framerate', String(FPS), '-i', join(loop, 'camera-1.h264'), '-c', 'copy', film]);
  const part = ['-ss', String(LEAD_IN_S), '-t', String(FILM.seconds)];
  await copy([...part, '-i', join(loop, 'camera-1.opus'), '-c', 'copy', sound]);
  return { film, sound };
}

/**
 * The reference: one ffmpeg that plays this recording in real time, decodes it, and encodes it with the
 * engine's own arguments (x264, AAC, Opus). The output is discarded: no container, no network.
 */
export async function watchReference(recording: Recording, seconds: number): Promise<Window> {
  return closingAfter(async (closing) => {
    const input = (file: string) => ['-re', '-stream_loop', '-1', '-i', file];
    const child = spawn(
      ffmpeg(),
      [
        ...['-nostdin', '-nostats', '-v', 'error', ...input(recording.film), ...input(recording.sound)],
        ...codingArgs(),
        ...['-f', 'null', '-'],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    closing.add(() => {
      child.kill('SIGKILL');
      return ended;
    });
    await wait(SETTLE_MS);
    const window = await watchCpu(child.pid ?? 0, seconds, () => 'ffmpeg');
    if (child.exitCode !== null) throw new Error('The ffmpeg that is compared with ended early.');
    return window;
  });
}

/** The arguments of the engine's encoder between inputs and outputs. */
function codingArgs(): string[] {
  const rtp = { video: 9, audio: 9 };
  const args = encoderArgs({ profile: DEFAULT_ENCODING, startS: 0, soundOffsetMs: 0, rtp, ssrc: 1 });
  const [from, to] = [args.indexOf('-map'), args.indexOf('-output_ts_offset')];
  if (from < 0 || to < from)
    throw new Error('The arguments of the encoder have another order now: see codingArgs.');
  return args.slice(from, to);
}
