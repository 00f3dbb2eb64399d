import { expect, it } from 'vitest';
import { restartPolicy } from './child';

it('starts again at once the first time, then waits longer and longer up to five seconds', () => {
  const policy = restartPolicy();
  const delays = Array.from({ length: 8 }, () => policy.ran(100));
  expect(delays).toEqual([0, 250, 500, 1000, 2000, 5000, 5000, 5000]);
});

it('forgets former deaths of a child that then ran for five seconds', () => {
  const policy = restartPolicy();
  for (let i = 0; i < 5; i += 1) policy.ran(100);
  expect(policy.ran(5_000)).toBe(0);
});
