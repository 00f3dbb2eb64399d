import { expect, test } from 'vitest';
import { FakeTimers } from '../../tests/support/time/fake-timers';
import { TickClock } from './tick-clock';

test.each([25, 30, 50, 60])('ten minutes at %i fps hold exactly ten minutes of ticks', (fps) => {
  const timers = new FakeTimers();
  const clock = new TickClock({ fps, timers, onTick: () => true });
  clock.start();
  timers.advance(600_000);
  expect(Math.abs(clock.next - 600 * fps)).toBeLessThanOrEqual(1);
  expect(clock.slipped).toBe(0);
  clock.stop();
});

test('every tick comes at its own time, never more than a millisecond early', () => {
  const timers = new FakeTimers();
  const times: number[] = [];
  const clock = new TickClock({ fps: 30, timers, onTick: () => times.push(timers.now()) > 0 });
  clock.start();
  timers.advance(10_000);
  const first = times[0] ?? 0;
  times.forEach((time, tick) => expect(Math.abs(time - first - (tick * 1000) / 30)).toBeLessThan(1));
});

test('a short pause is made up for, tick by tick, and none is left out', () => {
  const timers = new FakeTimers();
  const ticks: number[] = [];
  const clock = new TickClock({ fps: 30, timers, onTick: (tick) => ticks.push(tick) > 0 });
  clock.start();
  timers.advance(1_000);
  timers.block(200);
  timers.advance(800);
  expect(ticks).toEqual(ticks.map((_, i) => i));
  expect(Math.abs(ticks.length - 60)).toBeLessThanOrEqual(1);
  expect(clock.slipped).toBe(0);
});

test('after a block of three seconds at most a quarter of a second is made up for', () => {
  const timers = new FakeTimers();
  const clock = new TickClock({ fps: 30, timers, onTick: () => true });
  clock.start();
  timers.advance(1_000);
  const before = clock.next;
  timers.block(3_000);
  timers.advance(1_000);
  expect(clock.next - before).toBeGreaterThan(30);
  expect(clock.next - before).toBeLessThanOrEqual(30 + 9);
  expect(clock.slipped).toBeGreaterThan(2_600);
});

test('under back-pressure the same tick is offered again and the clock slips', () => {
  const timers = new FakeTimers();
  const offered: number[] = [];
  let jammed = false;
  const clock = new TickClock({
    fps: 30,
    timers,
    onTick(tick) {
      offered.push(tick);
      return !jammed;
    },
  });
  clock.start();
  timers.advance(1_000);
  jammed = true;
  const stuckAt = clock.next;
  timers.advance(2_000);
  expect(clock.next).toBe(stuckAt);
  jammed = false;
  timers.advance(1_000);
  expect(clock.next - stuckAt).toBeLessThanOrEqual(30 + 9);
  expect(clock.slipped).toBeGreaterThan(1_600);
  expect([...new Set(offered)]).toEqual(Array.from({ length: clock.next }, (_, i) => i));
});
