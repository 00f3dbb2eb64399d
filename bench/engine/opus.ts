import { join } from 'node:path';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { follow } from '../../setup/command';
import { FILM } from './film';

/** CPU seconds to encode a minute of the viewers' sound, an encoding for them alone. Measured apart. */
export async function opusCpu(sound: string, dir: string): Promise<number> {
  const raw = join(dir, 'sound.s16');
  const pcm = ['-f', 's16le', '-ar', String(AUDIO_RATE_HZ), '-ac', String(AUDIO_CHANNELS)];
  await run(['-i', sound, ...pcm, raw]);
  const lines = await run([
    ...['-benchmark', ...pcm, '-i', raw],
    ...['-c:a', 'libopus', '-b:a', '96k', '-application', 'audio', '-f', 'null', '-'],
  ]);
  const used = /utime=([\d.]+)s stime=([\d.]+)s/.exec(lines.join('\n'));
  if (!used) throw new Error('ffmpeg does not say what CPU it used.');
  return ((Number(used[1]) + Number(used[2])) * 60) / FILM.seconds;
}

async function run(args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await follow(process.env.FFMPEG_PATH ?? 'ffmpeg', ['-nostdin', '-nostats', '-hide_banner', '-y', ...args], {
    timeoutMs: 60_000,
    onLine: (line) => lines.push(line),
  });
  return lines;
}
