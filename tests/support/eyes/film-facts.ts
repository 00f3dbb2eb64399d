import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What the last seconds of a stream hold, as ffmpeg's own detectors see it. */
export interface FilmFacts {
  /** Seconds in which the picture stood still. */
  stillS: number;
  /** Loudest sample, dBFS; -Infinity where there is no sound. */
  peakDb: number;
}

export async function filmFacts(file: string): Promise<FilmFacts> {
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostats', '-i', file],
      ...['-vf', 'freezedetect=n=-50dB:d=0.3', '-af', 'volumedetect', '-f', 'null', '-'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  const sum = [...said.matchAll(/freeze_duration: ([\d.]+)/g)].reduce((all, [, s]) => all + Number(s), 0);
  // A freeze that lasts to the end has a beginning only.
  const open = said.split('freeze_start').length - said.split('freeze_end').length;
  const peak = /max_volume: (-?[\d.]+) dB/.exec(said)?.[1];
  return { stillS: open > 0 ? Infinity : sum, peakDb: peak === undefined ? -Infinity : Number(peak) };
}
