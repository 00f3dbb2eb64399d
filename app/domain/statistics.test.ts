import { expect, test } from 'vitest';
import type { CurvePoint } from '../../contract/statistics';
import type { OutputState } from '../../contract/vocabulary';
import { thinned, uptimeOf } from './statistics';

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

const changes = (...rows: [number, OutputState][]) =>
  rows.map(([second, state]) => ({ state, atMs: second * 1000 }));
const during = (rows: ReturnType<typeof changes>, from: number, to: number) =>
  uptimeOf(rows, from * 1000, to * 1000);

test('time while it is meant to run, time while it is fed, and each interruption', () => {
  const rows = changes([10, 'connecting'], [12, 'live'], [50, 'reconnecting'], [60, 'live'], [110, 'off']);
  expect(during(rows, 10, 200)).toEqual({ onS: 100, liveS: 88, interruptions: 1 });
});

test('what lies before and after the time in question is left out', () => {
  const rows = changes([0, 'live'], [5, 'stalled'], [8, 'live'], [100, 'failed']);
  expect(during(rows, 10, 60)).toEqual({ onS: 50, liveS: 50, interruptions: 0 });
});

test('that the watch page changes from the rehearsal to the program is no interruption', () => {
  const rows = changes([0, 'live'], [11, 'connecting'], [13, 'live']);
  expect(during(rows, 10, 60)).toEqual({ onS: 50, liveS: 48, interruptions: 0 });
});

test('a state that goes on counts until the end; being turned off is no interruption', () => {
  expect(during(changes([0, 'live']), 0, 30)).toEqual({ onS: 30, liveS: 30, interruptions: 0 });
  expect(during(changes([0, 'live'], [10, 'off'], [20, 'live']), 0, 30)).toEqual({
    onS: 20,
    liveS: 20,
    interruptions: 0,
  });
  expect(during([], 0, 30)).toEqual({ onS: 0, liveS: 0, interruptions: 0 });
});
