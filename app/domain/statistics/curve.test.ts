import { expect, test } from 'vitest';
import type { CurvePoint } from '../../../contract/statistics';
import { thinned } from './curve';

const points = (count: number, viewers: (n: number) => number): CurvePoint[] =>
  Array.from({ length: count }, (_, n) => ({ at: new Date(n * 10_000).toISOString(), viewers: viewers(n) }));

test('a short event keeps every point', () => {
  const short = points(300, (n) => n);
  expect(thinned(short)).toEqual(short);
});

test('a long one keeps its first, its last and its peak, in order', () => {
  const long = points(5_000, (n) => (n === 3_333 ? 999 : n % 7));
  const thin = thinned(long);
  expect(thin).toHaveLength(300);
  expect(thin[0]).toEqual(long[0]);
  expect(thin.at(-1)).toEqual(long.at(-1));
  expect(thin).toContainEqual(long[3_333]);
  expect(thin.map(({ at }) => at)).toEqual([...thin.map(({ at }) => at)].sort());
});
