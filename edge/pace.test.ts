import { expect, test } from 'vitest';
import { Pace } from './pace';

test('a hall opens a page at once; who goes on asking gets a steady number, and keeps nobody else waiting', () => {
  let now = 10_000;
  const pace = new Pace(100, 300, () => now);
  const waits = Array.from({ length: 400 }, () => pace.waitFor('hall'));
  expect(waits.slice(0, 300).every((ms) => ms === 0)).toBe(true);
  expect(waits.at(-1)).toBeCloseTo(1_000, 0);
  expect(pace.waitFor('other')).toBe(0);
  now += 1_000;
  expect(pace.waitFor('hall')).toBeCloseTo(10, 0);
  // After a rest it may come all at once again.
  now += 60_000;
  expect(Array.from({ length: 300 }, () => pace.waitFor('hall')).every((ms) => ms === 0)).toBe(true);
});
