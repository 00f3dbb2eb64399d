import { expect, it } from 'vitest';
import { RunWatch } from './run-watch';

const offer = (watch: RunWatch, pictures: number): void => {
  for (let i = 0; i < pictures; i++) watch.offered();
};

it('finds an encoder hung that takes pictures and gives nothing out', () => {
  const watch = new RunWatch(30);
  watch.begin();
  watch.gave();
  offer(watch, 36);
  expect(watch.isHung(36)).toBe(false);
  offer(watch, 1);
  expect(watch.isHung(37)).toBe(true);
});

it('finds an encoder hung that gives sound out and takes no picture', () => {
  const watch = new RunWatch(30);
  watch.begin();
  offer(watch, 40);
  watch.gave();
  expect(watch.isHung(0)).toBe(true);
});

it('leaves a starting encoder more time, and an idle one all the time', () => {
  const watch = new RunWatch(30);
  watch.begin();
  expect(watch.isHung(0)).toBe(false);
  offer(watch, 70);
  expect(watch.isHung(0)).toBe(false);
  offer(watch, 10);
  expect(watch.isHung(0)).toBe(true);
});
