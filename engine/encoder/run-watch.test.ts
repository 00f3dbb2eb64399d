import { expect, it } from 'vitest';
import { RunWatch } from './encoder-run';

const offer = (watch: RunWatch, pictures: number): void => {
  for (let i = 0; i < pictures; i++) watch.offered();
};

it('finds an encoder hung that takes pictures and gives nothing out', () => {
  const watch = new RunWatch(30, () => 5_000);
  watch.begin();
  watch.gave();
  offer(watch, 35);
  expect(watch.isHung(35)).toBe(false);
  offer(watch, 1);
  expect(watch.isHung(36)).toBe(true);
});

it('finds an encoder hung that gives sound out and takes no picture', () => {
  const watch = new RunWatch(30, () => 5_000);
  watch.begin();
  offer(watch, 40);
  watch.gave();
  expect(watch.isHung(0)).toBe(true);
});

it('leaves a starting encoder more time, and an idle one all the time', () => {
  const watch = new RunWatch(30, () => 5_000);
  watch.begin();
  expect(watch.isHung(0)).toBe(false);
  offer(watch, 70);
  expect(watch.isHung(0)).toBe(false);
  offer(watch, 10);
  expect(watch.isHung(0)).toBe(true);
});

/** Offers pictures as the clock does, with a look after each; returns after how many it was called hung. */
function hungAfter(cpuMs: (pictures: number) => number | null): number {
  let pictures = 0;
  const watch = new RunWatch(30, () => cpuMs(pictures));
  watch.begin();
  watch.gave();
  while (!watch.isHung(pictures) && pictures < 1_000) {
    watch.offered();
    pictures++;
  }
  return pictures;
}

it('gives an encoder that computes three times as long, and none of it to one that stands still', () => {
  expect(hungAfter((pictures) => pictures * 10)).toBe(108);
  expect(hungAfter((pictures) => Math.min(pictures, 10) * 10)).toBe(36);
  expect(hungAfter(() => null)).toBe(36);
});

it('takes one that computed for hung half a limit after it stopped', () => {
  expect(hungAfter((pictures) => Math.min(pictures, 45) * 10)).toBe(72);
});
