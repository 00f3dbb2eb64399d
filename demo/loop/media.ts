import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FPS, type LoopSeconds } from '../mark/timing';
import { accessUnits } from './annexb';
import { oggPackets } from './ogg';
import { LEAD_IN_S } from './format';

/** Opus packets a second. */
export const PACKETS_PER_S = 50;
const OPUS_HEADERS = 2;

/** One camera's loop, ready to be sent. */
export interface LoopMedia {
  seconds: LoopSeconds;
  /** `seconds × FPS` access units (Annex B). */
  pictures: Buffer[];
  /** `seconds × 50` Opus packets of 20 ms. */
  sound: Buffer[];
}

/**
 * @throws an Error when the files are not what `renderCamera` writes; deleting the cache directory then helps
 */
export async function readLoop(directory: string, camera: number, seconds: LoopSeconds): Promise<LoopMedia> {
  const [film, ogg] = await Promise.all(
    ['h264', 'opus'].map((kind) => readFile(join(directory, `camera-${camera}.${kind}`))),
  );
  if (!film || !ogg) throw new Error('unreachable');
  const pictures = accessUnits(film);
  const first = OPUS_HEADERS + LEAD_IN_S * PACKETS_PER_S;
  const sound = oggPackets(ogg).slice(first, first + seconds * PACKETS_PER_S);
  if (pictures.length !== seconds * FPS || sound.length !== seconds * PACKETS_PER_S) {
    throw new Error(`The simulated match in ${directory} is damaged. Delete that folder and start again.`);
  }
  return { seconds, pictures, sound };
}
