import { expect, test } from 'vitest';
import { ServerClock } from './server-clock';

const NOON = Date.parse('2026-05-02T12:00:00Z');
const header = (ms: number) => new Date(Math.floor(ms / 1000) * 1000).toUTCString();

/** An answer that the server writes at `offset` before or after our own time, 20 ms after it was asked. */
const answer = (clock: ServerClock, atMs: number, offset: number) =>
  clock.heard(header(atMs + 20 + offset), atMs, atMs + 40);

test('before the first answer, and where the own clock is right, nothing is corrected', () => {
  const clock = new ServerClock();
  expect(clock.at(NOON)).toBe(NOON);
  for (let n = 0; n < 20; n += 1) answer(clock, NOON + n * 1_370, 0);
  expect(clock.at(NOON)).toBe(NOON);
});

test.each([-95_000, -3_400, 2_700, 86_400_000])(
  'a clock that is %d ms off is put right to a second',
  (offset) => {
    const clock = new ServerClock();
    answer(clock, NOON, offset);
    expect(Math.abs(clock.at(NOON) - NOON - offset)).toBeLessThanOrEqual(1_020);
    for (let n = 1; n < 30; n += 1) answer(clock, NOON + n * 1_370, offset);
    // Several answers narrow it to the time that one takes.
    expect(Math.abs(clock.at(NOON) - NOON - offset)).toBeLessThanOrEqual(100);
  },
);

test('answers to the millisecond put it right to half of what one takes', () => {
  const clock = new ServerClock();
  answer(clock, NOON, -3_400);
  for (let n = 0; n < 4; n += 1) {
    const atMs = NOON + n * 1_370;
    clock.heardExactly(atMs + 10 - 3_400, atMs, atMs + 30 - n);
  }
  expect(Math.abs(clock.at(NOON) - NOON + 3_400)).toBeLessThanOrEqual(20);
});

test('a device whose clock is set in between believes the newest answer', () => {
  const clock = new ServerClock();
  for (let n = 0; n < 10; n += 1) answer(clock, NOON + n * 1_370, 60_000);
  answer(clock, NOON + 60_000, 0);
  expect(Math.abs(clock.at(NOON) - NOON)).toBeLessThanOrEqual(1_020);
});

test('a server whose clock is set says so, and is believed at once', () => {
  const clock = new ServerClock();
  for (let n = 0; n < 10; n += 1) answer(clock, NOON + n * 1_370, 60_000);
  for (const offset of [3_600_000, -3_600_000, 0]) {
    clock.set(NOON + 60_000 + offset - 20, NOON + 60_000);
    expect(Math.abs(clock.at(NOON) - NOON - offset)).toBeLessThanOrEqual(250);
  }
});

test('what is no date changes nothing', () => {
  const clock = new ServerClock();
  clock.heard(null, NOON, NOON);
  clock.heard('yesterday', NOON, NOON);
  expect(clock.at(NOON)).toBe(NOON);
});
