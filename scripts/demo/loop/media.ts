import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FPS, type LoopSeconds } from '../mark/timing';
import { accessUnits } from './annexb';
import { oggPackets } from './ogg';
import { LEAD_IN_S, soundFile, type LoopFormat } from './format';
import { LAYERS, layersOf, pictureFile, type Layer, type LayerFormat } from './layers';

/** Opus packets a second. */
export const PACKETS_PER_S = 50;
const OPUS_HEADERS = 2;

/** One camera's loop, ready to be sent. */
export interface LoopMedia {
  seconds: LoopSeconds;
  sizes: Record<Layer, LayerFormat>;
  /** Of each layer `seconds × FPS` access units (Annex B). */
  pictures: Record<Layer, Buffer[]>;
  /** `seconds × 50` Opus packets of 20 ms. */
  sound: Buffer[];
}

/** @throws an Error when the files are not what `renderCamera` writes; deleting the cache directory then helps */
export async function readLoop(directory: string, camera: number, format: LoopFormat): Promise<LoopMedia> {
  const { seconds } = format;
  const read = (file: string): Promise<Buffer> => readFile(join(directory, file));
  const [small, full, ogg] = await Promise.all([
    read(pictureFile(camera, 'q')),
    read(pictureFile(camera, 'f')),
    read(soundFile(camera)),
  ]);
  const pictures = { q: accessUnits(small), f: accessUnits(full) };
  const first = OPUS_HEADERS + LEAD_IN_S * PACKETS_PER_S;
  const sound = oggPackets(ogg).slice(first, first + seconds * PACKETS_PER_S);
  const whole = LAYERS.every((layer) => pictures[layer].length === seconds * FPS);
  if (!whole || sound.length !== seconds * PACKETS_PER_S) {
    throw new Error(`The simulated match in ${directory} is damaged. Delete that folder and start again.`);
  }
  return { seconds, sizes: layersOf(format), pictures, sound };
}
