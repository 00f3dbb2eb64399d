import { afterEach, expect, test, vi } from 'vitest';
import { ChatRateLimiter } from './chat-rate-limiter';

const LIMITS = {
  viewer: { hits: 2, windowS: 10 },
  address: { hits: 4, windowS: 10 },
  event: { hits: 6, windowS: 10 },
};

function limiterAt() {
  const clock = { now: 1_000_000 };
  return { clock, limiter: new ChatRateLimiter(LIMITS, () => clock.now) };
}
const keys = (viewer: string, address = viewer) => ({ eventId: 'e', viewer, address });

test('each limit closes the door, and says for how long', () => {
  const { limiter } = limiterAt();
  expect([limiter.take(keys('a')), limiter.take(keys('a')), limiter.take(keys('a'))]).toEqual([0, 0, 5_000]);
  for (const viewer of ['b', 'c', 'd', 'e']) expect(limiter.take(keys(viewer))).toBe(0);
  expect(limiter.take(keys('f'))).toBeGreaterThan(0);
  expect(limiter.take({ ...keys('f'), eventId: 'another' })).toBe(0);
});

afterEach(() => vi.useRealTimers());

test('a clock that is put back by an hour keeps nobody waiting longer (F24)', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  const limiter = new ChatRateLimiter(LIMITS);
  for (let n = 0; n < 2; n += 1) expect(limiter.take(keys('a'))).toBe(0);
  vi.setSystemTime(Date.now() - 3_600_000);
  expect(limiter.take(keys('a'))).toBe(5_000);
});

test('what was not written is given back to the others, and not to who sent it', () => {
  const { limiter } = limiterAt();
  for (let n = 0; n < 20; n += 1) {
    expect(limiter.take(keys(`banned ${n}`))).toBe(0);
    limiter.giveBack('e');
  }
  for (const viewer of ['a', 'b', 'c']) {
    for (let n = 0; n < 2; n += 1) expect(limiter.take(keys(viewer))).toBe(0);
  }
  expect(limiter.take(keys('d'))).toBeGreaterThan(0);
  limiter.giveBack('e');
  expect(limiter.take(keys('a'))).toBeGreaterThan(0);
  expect(limiter.take(keys('d'))).toBe(0);
});

test('who goes on and on is sent away for a minute; a person who waits is not', () => {
  const { limiter, clock } = limiterAt();
  for (let n = 0; n < 10; n += 1) limiter.take(keys('flood'));
  expect(limiter.take(keys('flood'))).toBeLessThan(50_000);
  for (let n = 0; n < 50; n += 1) limiter.take(keys('flood'));
  expect(limiter.take(keys('flood'))).toBeGreaterThan(50_000);
  clock.now += 61_000;
  expect(limiter.take(keys('flood'))).toBe(0);
  for (let n = 0; n < 30; n += 1) {
    clock.now += 5_000;
    expect(limiter.take(keys('person', 'elsewhere'))).toBe(0);
  }
});

test('a hundred thousand who come once leave no heap behind', () => {
  const { limiter, clock } = limiterAt();
  for (let n = 0; n < 100_000; n += 1) {
    clock.now += 1;
    limiter.take({ eventId: `e${n}`, viewer: `v${n}`, address: `a${n}` });
  }
  expect(limiter.size).toBeLessThan(25_000);
});
