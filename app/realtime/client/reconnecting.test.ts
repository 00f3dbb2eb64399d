import { expect, test } from 'vitest';
import { backoffMs } from '../../../core/time/backoff';
import { ANYBODY, AUDIENCE, CREW } from './reconnecting';

test('the first try comes within half a second, and no wait is longer than the cap', () => {
  expect(backoffMs(0, ANYBODY, 1)).toBe(500);
  expect(backoffMs(1, ANYBODY, 1)).toBe(1_000);
  expect(backoffMs(50, ANYBODY, 1)).toBe(5_000);
  expect(backoffMs(50, CREW, 1)).toBe(2_000);
});

test('a crowd comes back spread from its first try on', () => {
  const delays = Array.from({ length: 1_000 }, () => backoffMs(0, AUDIENCE)).sort((a, b) => a - b);
  const aSecond = [0, 1_000, 2_000, 3_000].map(
    (from) => delays.filter((ms) => ms >= from && ms < from + 1_000).length,
  );
  for (const many of aSecond) expect(many).toBeLessThan(400);
  expect(delays.at(-1)).toBeLessThanOrEqual(4_000);
});
