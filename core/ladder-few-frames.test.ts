import { expect, test } from 'vitest';
import { LadderShow, TICK_MS } from '../tests/support/engine/ladder-show';
import { AWAIT_MS, LOST_AFTER_MS, SLOW_LOST_AFTER_MS } from './ladder';
import { HEALTHY_FOR_MS, TRUSTED_AFTER_MS } from './ladder-health';

/** Sources that send few frames: shared screens that stand still, and cameras in trouble. */

/** Alone on the program, with a frame every so many ms. */
function alone(everyMs: number): LadderShow {
  const show = new LadderShow();
  show.order = ['a'];
  show.slow.set('a', everyMs);
  show.cut('a');
  return show;
}
/** How long the slate is on within a minute. */
function slateMs(show: LadderShow, ms = 60_000): number {
  let dark = 0;
  for (const untilMs = show.nowMs + ms; show.nowMs < untilMs;) dark += show.tick() === null ? TICK_MS : 0;
  return dark;
}

test.each([1_000, 5_000, 600_000])(
  'a screen with a frame every %i ms is on without a break while its track is open',
  (everyMs) => {
    const show = alone(everyMs);
    show.still.add('a');
    expect(slateMs(show, 300_000)).toBe(0);
    expect(show.failovers).toEqual([]);
    show.slow.clear();
    show.still.clear();
    expect(show.run(LOST_AFTER_MS + 100)).toBe(null);
  },
);

test('a screen without any frame, or with its picture off, is none', () => {
  const show = new LadderShow();
  show.still.add('a');
  expect(show.cut('a').run(AWAIT_MS + 100)).toBe(null);
  const off = alone(1_000);
  off.still.add('a');
  off.run(5_000);
  off.pictureOff.add('a');
  expect(off.tick()).toBe(null);
});

test('a still screen takes the place of a camera that is lost', () => {
  const show = new LadderShow();
  show.alive = new Set(['a', 'b']);
  show.cut('a').run(1000);
  show.alive.clear();
  show.still.add('b');
  expect(show.run(1000)).toBe('b');
});

test('a camera with a frame a second changes with the slate twice at most, and then stays', () => {
  const show = alone(1_000);
  expect(slateMs(show)).toBeLessThan(1_000);
  expect(show.failovers.length).toBeLessThanOrEqual(4);
  expect(show.state.shown).toBe('a');
});

test('one with a frame in five seconds does not flicker either', () => {
  const show = alone(5_000);
  show.run(60_000);
  expect(show.failovers.length).toBeLessThanOrEqual(6);
  show.slow.clear();
  show.alive.add('a');
  expect(show.run(HEALTHY_FOR_MS + 100)).toBe('a');
});

test('two with a frame a second, out of step, do not alternate', () => {
  const show = new LadderShow();
  show.slow.set('a', 1_000);
  show.cut('a').run(500);
  show.slow.set('b', 1_000);
  show.run(60_000);
  expect(show.failovers.length).toBeLessThanOrEqual(6);
});

test('one that was slow and is lost leaves within three seconds, and at once where another is healthy', () => {
  const show = alone(1_000);
  show.run(30_000);
  show.slow.clear();
  expect(show.run(SLOW_LOST_AFTER_MS + 100)).toBe(null);
  const two = alone(1_000);
  two.run(30_000);
  two.order = ['a', 'b'];
  two.alive.add('b');
  two.run(HEALTHY_FOR_MS + 100);
  two.slow.clear();
  expect(two.run(LOST_AFTER_MS + 100)).toBe('b');
});

test('after ten seconds of health it is judged like any other', () => {
  const show = alone(1_000);
  show.run(30_000);
  show.slow.clear();
  show.alive.add('a');
  show.run(TRUSTED_AFTER_MS + 100);
  show.alive.clear();
  expect(show.run(LOST_AFTER_MS + 100)).toBe(null);
});

test('one that a failing network takes away again and again, with all others, is never shown still', () => {
  const show = new LadderShow();
  show.order = ['a', 'b'];
  show.alive = new Set(['a', 'b']);
  show.cut('a').run(10_000);
  for (let failure = 0; failure < 6; failure += 1) {
    show.alive.clear();
    expect(show.run(LOST_AFTER_MS + 100)).toBe(null);
    show.run(400);
    show.alive = new Set(['a', 'b']);
    show.run(HEALTHY_FOR_MS + 500);
    expect(show.state.shown).toBe('a');
  }
});
