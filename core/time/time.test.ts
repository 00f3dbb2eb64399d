import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Attempts } from './attempts';
import { backoffMs } from './backoff';
import { Coalesced } from './coalesce';
import { repeat } from './repeat';
import { withTimeout } from './with-timeout';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('a wait has a limit, named when it is reached; what is in time loses its timer', async () => {
  await expect(withTimeout(100, Promise.resolve(7), 'asking')).resolves.toBe(7);
  expect(vi.getTimerCount()).toBe(0);
  const late = expect(withTimeout(100, after(500), 'asking')).rejects.toThrow(
    'asking took longer than 100 ms',
  );
  await vi.advanceTimersByTimeAsync(100);
  await late;
});

test('waits double up to their cap and never leave the spread', () => {
  const policy = { firstMs: 500, capMs: 5_000, least: 0.3 };
  expect([0, 1, 2, 3, 4, 40].map((tries) => backoffMs(tries, policy, 1))).toEqual([
    500, 1_000, 2_000, 4_000, 5_000, 5_000,
  ]);
  expect([0, 4].map((tries) => backoffMs(tries, policy, 0))).toEqual([150, 1_500]);
});

test('a new attempt makes the ones before it void; failures wait longer until one succeeds', async () => {
  const attempts = new Attempts({ firstMs: 100, capMs: 300, least: 1 });
  const made: number[] = [];
  const plan = (afterMs?: number) => attempts.plan(() => made.push(performance.now()), afterMs);
  const first = attempts.begin();
  const second = attempts.begin();
  expect([first(), second()]).toEqual([false, true]);
  const startedAt = performance.now();
  const waited = async (afterMs?: number) => {
    plan(afterMs);
    await vi.advanceTimersByTimeAsync(1_000);
    return (made.at(-1) ?? 0) - startedAt - (made.length - 1) * 1_000;
  };
  expect([await waited(), await waited(), await waited(), await waited(700)]).toEqual([100, 200, 300, 700]);
  attempts.succeeded();
  expect(await waited()).toBe(100);
});

test('of planned attempts only the last is made, and none after a cancellation', async () => {
  const attempts = new Attempts({ firstMs: 100, capMs: 300, least: 1 });
  const made: string[] = [];
  attempts.plan(() => made.push('older'));
  attempts.plan(() => made.push('newer'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(made).toEqual(['newer']);
  const present = attempts.begin();
  attempts.plan(() => made.push('never'));
  attempts.cancel();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([made, present(), vi.getTimerCount()]).toEqual([['newer'], false, 0]);
});

test('one run at a time, and one more for all who asked meanwhile', async () => {
  let runs = 0;
  let inside = 0;
  const coalesced = new Coalesced(async () => {
    expect(++inside).toBe(1);
    runs += 1;
    await after(10);
    inside -= 1;
  });
  const first = coalesced.run();
  for (let n = 0; n < 5; n += 1) void coalesced.run();
  await vi.advanceTimersByTimeAsync(10);
  expect(runs).toBe(2);
  expect(coalesced.running).toBe(true);
  await vi.advanceTimersByTimeAsync(10);
  await first;
  expect([runs, coalesced.running]).toEqual([2, false]);
  void coalesced.run();
  expect(runs).toBe(3);
});

test('a run that fails is reported to those who wait, and the next request runs again', async () => {
  let fails = true;
  const coalesced = new Coalesced(async () => {
    await after(1);
    if (fails) throw new Error('no');
  });
  const failed = expect(coalesced.run()).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(1);
  await failed;
  fails = false;
  const fine = coalesced.run();
  await vi.advanceTimersByTimeAsync(1);
  await expect(fine).resolves.toBeUndefined();
});

test('closing waits for the run of now and starts no other', async () => {
  let runs = 0;
  const coalesced = new Coalesced(async () => {
    runs += 1;
    await after(10);
  });
  void coalesced.run();
  void coalesced.run();
  const closed = coalesced.close();
  await vi.advanceTimersByTimeAsync(10);
  await closed;
  void coalesced.run();
  expect(runs).toBe(1);
});

test('runs begin so far apart, and what asks while one waits is part of it', async () => {
  const began: number[] = [];
  const coalesced = new Coalesced(async () => {
    began.push(performance.now());
    await after(10);
  }, 100);
  const start = performance.now();
  for (let n = 0; n < 3; n += 1) void coalesced.run();
  await vi.advanceTimersByTimeAsync(5);
  void coalesced.run();
  await vi.advanceTimersByTimeAsync(50);
  for (let n = 0; n < 3; n += 1) void coalesced.run();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(began.map((at) => Math.round(at - start))).toEqual([0, 100]);
  void coalesced.run();
  await vi.advanceTimersByTimeAsync(1);
  void coalesced.run();
  const closed = coalesced.close();
  await vi.advanceTimersByTimeAsync(10);
  await closed;
  expect(began).toHaveLength(3);
  expect(vi.getTimerCount()).toBe(0);
});

test('what is repeated leaves out the turns for which it is still at work, and goes on after an error', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const stop = repeat(
    100,
    async () => {
      runs += 1;
      await after(150);
      if (runs === 1) throw new Error('no');
    },
    (error) => errors.push(error),
  );
  await vi.advanceTimersByTimeAsync(99);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(500);
  expect([runs, errors.length]).toEqual([3, 1]);
  stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([runs, vi.getTimerCount()]).toEqual([3, 0]);
});
