import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MeterStore } from './meter-store';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const packet = (content: unknown) => new TextEncoder().encode(JSON.stringify(content));
const meters = { master: [-6, -9, 0], reductionDb: 0, sources: {} };
const loudness = { momentary: -20, shortTerm: -21, integrated: -22, range: 3 };

test('meters are drawn as they come, and emptied when none come any more', () => {
  const store = new MeterStore();
  const drawn: unknown[] = [];
  const end = store.onMeters((one) => drawn.push(one));
  store.receive('meters', packet(meters));
  store.receive('chat', packet({}));
  expect(drawn).toEqual([meters]);
  vi.advanceTimersByTime(2_000);
  expect(drawn).toEqual([meters, null]);
  end();
  store.receive('meters', packet(meters));
  expect(drawn).toHaveLength(2);
});

test('the line grows by the second, is replaced by the engine’s own, and ends after ten minutes', () => {
  const store = new MeterStore();
  let calls = 0;
  store.subscribe(() => (calls += 1));
  store.receive('loudness', packet(loudness));
  store.receive('loudness', packet({ ...loudness, shortTerm: -25 }));
  expect([store.line(), store.loudness()?.integrated, calls]).toEqual([[-21, -25], -22, 2]);
  store.receive('loudness', packet({ ...loudness, line: Array(600).fill(-23) }));
  store.receive('loudness', packet(loudness));
  expect(store.line()).toHaveLength(600);
  expect(store.line().slice(-2)).toEqual([-23, -21]);
});
