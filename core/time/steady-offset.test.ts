import { expect, test } from 'vitest';
import { readingBetween, SteadyOffset } from './steady-offset';

test('the best reading counts, and others that may be right leave it as it is', () => {
  const clock = new SteadyOffset();
  expect(clock.at(5)).toBeNull();
  clock.note(readingBetween(1_010, 0, 20));
  expect(clock.at(0)).toBe(1_000);
  clock.note(readingBetween(1_120, 100, 130));
  expect(clock.at(0)).toBe(1_000);
  clock.note(readingBetween(1_203, 200, 202));
  expect(clock.at(0)).toBe(1_002);
});

test('a clock that was set is followed at once', () => {
  const clock = new SteadyOffset();
  clock.note({ offsetMs: 1_000, errorMs: 1 });
  clock.note({ offsetMs: 61_000, errorMs: 30 });
  expect(clock.at(0)).toBe(61_000);
});
