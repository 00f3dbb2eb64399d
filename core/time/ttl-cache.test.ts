import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TtlCache } from './ttl-cache';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Loads that take 10 ms and are counted. */
function counted<T>(cache: TtlCache<T>, value: (n: number) => T) {
  const state = { loads: 0 };
  const get = (key: string) =>
    cache.get(key, async () => {
      const n = (state.loads += 1);
      await new Promise((wake) => setTimeout(wake, 10));
      return value(n);
    });
  return { state, get };
}

test('a load serves all who ask while it runs, and for a moment after', async () => {
  const { state, get } = counted(new TtlCache<number>(100, 5), (n) => n);
  const asked = Promise.all([get('a'), get('a'), get('b')]);
  await vi.advanceTimersByTimeAsync(10);
  expect(await asked).toEqual([1, 1, 2]);
  await vi.advanceTimersByTimeAsync(90);
  expect(await get('a')).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  const later = get('a');
  await vi.advanceTimersByTimeAsync(10);
  expect([await later, state.loads]).toEqual([3, 3]);
});

test('a failed or unwanted load is not kept, and pushes nothing out', async () => {
  const cache = new TtlCache<number>(1_000, 2, (value) => value < 100);
  const fine = counted(cache, (n) => n);
  const unwanted = counted(cache, () => 200);
  const failing = counted<number>(cache, () => {
    throw new Error('no');
  });
  await Promise.all([fine.get('a'), vi.advanceTimersByTimeAsync(10)]);
  for (let n = 0; n < 10; n += 1) {
    const refused = expect(failing.get(`made up ${n}`)).rejects.toThrow('no');
    await Promise.all([refused, unwanted.get(`poor ${n}`), vi.advanceTimersByTimeAsync(10)]);
  }
  await Promise.all([failing.get('made up 0').catch(() => 0), vi.advanceTimersByTimeAsync(10)]);
  expect([await fine.get('a'), fine.state.loads, failing.state.loads]).toEqual([1, 1, 11]);
});

test('it holds so many, and lets go of what is deleted, under way or not', async () => {
  const { state, get } = counted(new TtlCache<number>(1_000, 2), (n) => n);
  for (const key of ['a', 'b', 'a', 'c']) await Promise.all([get(key), vi.advanceTimersByTimeAsync(10)]);
  expect(state.loads).toBe(3);
  await Promise.all([get('b'), vi.advanceTimersByTimeAsync(10)]);
  expect(state.loads).toBe(4);

  const cache = new TtlCache<number>(1_000, 2);
  const deleted = counted(cache, (n) => n);
  const first = deleted.get('a');
  cache.delete('a');
  const second = deleted.get('a');
  await vi.advanceTimersByTimeAsync(10);
  expect([await first, await second, await deleted.get('a')]).toEqual([1, 2, 2]);
});
