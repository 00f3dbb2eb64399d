import { expect, test } from 'vitest';
import { RivalWatch } from './leases';

const lease = (counter: number, fence = 1) => ({ worker: 'w', fence, counter });

function lookEverySecond(watch: RivalWatch, counters: number[]): boolean[] {
  return counters.map((counter, second) => watch.see('e', lease(counter), second * 1000));
}

test('a counter that stands still for three seconds may be taken', () => {
  expect(lookEverySecond(new RivalWatch(), [7, 7, 7, 7])).toEqual([false, false, false, true]);
});

test('a counter that moves is left alone', () => {
  expect(lookEverySecond(new RivalWatch(), [1, 2, 2, 3, 3, 4, 4])).not.toContain(true);
});

test('a gap in our own reads starts the watch again', () => {
  const watch = new RivalWatch();
  expect(watch.see('e', lease(7), 0)).toBe(false);
  expect(watch.see('e', lease(7), 10_000)).toBe(false);
  expect(watch.see('e', lease(7), 11_000)).toBe(false);
});

test('a new fence is a new holder', () => {
  const watch = new RivalWatch();
  for (const ms of [0, 1000, 2000]) watch.see('e', lease(7), ms);
  expect(watch.see('e', lease(7, 2), 3000)).toBe(false);
});
