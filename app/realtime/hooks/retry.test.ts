import { expect, test } from 'vitest';
import { CREW_CAP_MS, retryDelayMs } from './retry';

test('the first try comes within half a second, and no wait is longer than the cap', () => {
  expect(retryDelayMs(0, undefined, () => 1)).toBe(500);
  expect(retryDelayMs(1, undefined, () => 1)).toBe(1_000);
  expect(retryDelayMs(50, undefined, () => 1)).toBe(5_000);
  expect(retryDelayMs(50, CREW_CAP_MS, () => 1)).toBe(CREW_CAP_MS);
});

test('a crowd comes back spread', () => {
  const delays = Array.from({ length: 200 }, () => retryDelayMs(3));
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(1_500);
});
