import { expect, test } from 'vitest';
import { take } from './pace';

const pace = { hits: 5, windowS: 10 };

test('as many as it holds at once, then one each step', () => {
  let fullAt = -Infinity;
  for (let n = 0; n < 5; n += 1) {
    const taken = take(fullAt, 1_000, pace);
    if (!taken.ok) throw new Error(`refused at ${n}`);
    fullAt = taken.fullAt;
  }
  expect(take(fullAt, 1_000, pace)).toEqual({ ok: false, waitMs: 2_000 });
  expect(take(fullAt, 2_999, pace).ok).toBe(false);
  expect(take(fullAt, 3_000, pace).ok).toBe(true);
});

test('over a long time never more than it is filled with', () => {
  let fullAt = 0;
  let passed = 0;
  for (let now = 0; now < 60_000; now += 20) {
    const taken = take(fullAt, now, pace);
    if (!taken.ok) continue;
    fullAt = taken.fullAt;
    passed += 1;
  }
  expect(passed).toBe(5 + 29);
});

test('who was refused has used up nothing', () => {
  const first = take(20_000, 5_000, pace);
  expect(first).toEqual({ ok: false, waitMs: 7_000 });
  expect(take(20_000, 5_000, pace)).toEqual(first);
});
