import { FLASH_EVERY_S, FPS } from '../../../demo/mark/code';
import { decodeFrames } from './decoded-frames';
import { readMark } from './read-mark';
import { decodeSound, findBeeps } from './heard-sound';

/** A beep belongs to a flash that is nearer than half of their distance. */
const PAIR_WITHIN_MS = (FLASH_EVERY_S * 1000) / 2;

/**
 * How much later than its picture the sound is, ms, for each flash that has a beep: positive where the sound
 * lags. A flash whose first frame was left out is dated back by the number of its second.
 */
export async function avOffsets(file: string): Promise<number[]> {
  const [flashes, sound] = await Promise.all([flashTimesMs(file), decodeSound(file)]);
  const beeps = findBeeps(sound).map((ms) => sound.startMs + ms);
  return flashes.flatMap((flash) => {
    const nearest = beeps.reduce<number | null>(
      (best, beep) => (best === null || Math.abs(beep - flash) < Math.abs(best - flash) ? beep : best),
      null,
    );
    return nearest === null || Math.abs(nearest - flash) > PAIR_WITHIN_MS ? [] : [nearest - flash];
  });
}

/** When each flash began, by the file's presentation times, ms. */
async function flashTimesMs(file: string): Promise<number[]> {
  const found: number[] = [];
  let inFlash = false;
  for await (const { ptsMs, picture } of decodeFrames(file, { width: 640, height: 360 })) {
    const mark = readMark(picture);
    if (mark?.flash && !inFlash) {
      found.push(ptsMs - ((mark.frame % (FLASH_EVERY_S * FPS)) * 1000) / FPS);
    }
    inFlash = mark?.flash ?? false;
  }
  return found;
}
