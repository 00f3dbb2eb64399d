import { expect, test } from 'vitest';
import { AUDIENCE, CREW, retryDelayMs } from './reconnect-delay';

test('the first try comes within half a second, and no wait is longer than the cap', () => {
  expect(retryDelayMs(0, undefined, () => 1)).toBe(500);
  expect(retryDelayMs(1, undefined, () => 1)).toBe(1_000);
  expect(retryDelayMs(50, undefined, () => 1)).toBe(5_000);
  expect(retryDelayMs(50, CREW, () => 1)).toBe(2_000);
});

test('a crowd comes back spread from its first try on', () => {
  const delays = Array.from({ length: 1_000 }, () => retryDelayMs(0, AUDIENCE)).sort((a, b) => a - b);
  const aSecond = [0, 1_000, 2_000, 3_000].map(
    (from) => delays.filter((ms) => ms >= from && ms < from + 1_000).length,
  );
  for (const many of aSecond) expect(many).toBeLessThan(400);
  expect(delays.at(-1)).toBeLessThanOrEqual(4_000);
});
