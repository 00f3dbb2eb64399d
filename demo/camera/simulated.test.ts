import { expect, it } from 'vitest';
import { reelOf } from './simulated';

const FPS = 30;
const PACKETS_PER_S = 50;

/** A loop whose pictures and packets contain their own names. */
function loop(name: string, seconds: number) {
  const items = (perSecond: number) =>
    Array.from({ length: seconds * perSecond }, (_, i) => Buffer.from(`${name} ${i}`));
  return { seconds, pictures: items(FPS), sound: items(PACKETS_PER_S) };
}

it('plays the beginning round after round, and the whole from where both begin', () => {
  const reel = reelOf(loop('beginning', 5));
  const now = 1_000 * 60 + 7;
  const picture = (second: number) => String(reel.picture((now + second) * FPS));
  const sound = (second: number) => String(reel.sound((now + second) * PACKETS_PER_S));
  expect(picture(0)).toBe(`beginning ${2 * FPS}`);
  reel.replaceBy(loop('whole', 60));
  expect(picture(1)).toBe(`beginning ${3 * FPS}`);
  expect(sound(52)).toBe(`beginning ${4 * PACKETS_PER_S}`);
  expect(picture(53)).toBe('whole 0');
  expect(sound(53)).toBe('whole 0');
  expect(picture(53 + 59)).toBe(`whole ${59 * FPS}`);
});

it('changes over also when the moment itself was left out by a pause', () => {
  const reel = reelOf(loop('beginning', 5));
  reel.replaceBy(loop('whole', 60));
  expect(String(reel.picture(59 * FPS))).toBe(`beginning ${4 * FPS}`);
  expect(String(reel.picture(61 * FPS))).toBe(`whole ${FPS}`);
});
