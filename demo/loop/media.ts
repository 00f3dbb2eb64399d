import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FPS, type LoopSeconds } from '../mark/timing';
import { accessUnits } from './annexb';
import { oggPackets } from './ogg';
import { LEAD_IN_S, type LoopPart, secondsOf } from './format';

/** Opus packets a second. */
export const PACKETS_PER_S = 50;
const OPUS_HEADERS = 2;

/** One camera's loop, ready to be sent. */
export interface LoopMedia {
  seconds: number;
  /** `seconds × FPS` access units (Annex B). */
  pictures: Buffer[];
  /** `seconds × 50` Opus packets of 20 ms. */
  sound: Buffer[];
}

/** The name of a file of a loop, in the directory that `ensureLoop` gives. */
export function loopFile(camera: number, part: LoopPart, kind: 'h264' | 'opus' | 'done'): string {
  return `camera-${camera}${part === 'whole' ? '' : `.${part}`}.${kind}`;
}

/** @throws an Error when the files are not what `renderCamera` writes; deleting the directory then helps */
export async function readLoop(
  directory: string,
  camera: number,
  loop: LoopSeconds,
  part: LoopPart = 'whole',
): Promise<LoopMedia> {
  const read = (kind: 'h264' | 'opus') => readFile(join(directory, loopFile(camera, part, kind)));
  const [film, ogg] = await Promise.all([read('h264'), read('opus')]);
  const seconds = secondsOf(part, loop);
  const pictures = accessUnits(film);
  const first = OPUS_HEADERS + LEAD_IN_S * PACKETS_PER_S;
  const sound = oggPackets(ogg).slice(first, first + seconds * PACKETS_PER_S);
  if (pictures.length !== seconds * FPS || sound.length !== seconds * PACKETS_PER_S) {
    throw new Error(`The simulated match in ${directory} is damaged. Delete that folder and start again.`);
  }
  return { seconds, pictures, sound };
}
