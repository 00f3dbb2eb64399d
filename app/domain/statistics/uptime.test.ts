import { expect, test } from 'vitest';
import type { OutputState } from '../../../contract/vocabulary';
import { uptimeOf } from './uptime';

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
