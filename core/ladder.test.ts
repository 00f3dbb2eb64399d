import { describe, expect, test } from 'vitest';
import { LadderShow, TICK_MS } from '../tests/support/engine/ladder-show';
import { AWAIT_MS, LOST_AFTER_MS, RESTORE_WITHIN_MS } from './ladder';
import { HEALTHY_FOR_MS } from './ladder-health';

/** A match with three healthy cameras and `onAir` on the program. */
function showing(onAir: string | null): LadderShow {
  const show = new LadderShow();
  show.alive = new Set(['a', 'b', 'c']);
  show.cut(onAir).run(1000);
  expect(show.state.shown).toBe(onAir);
  expect(show.failovers).toEqual([]);
  return show;
}

describe('the director decides', () => {
  test('before the first camera the slate is shown, and stays when cameras come', () => {
    const show = new LadderShow();
    expect(show.run(5000)).toBe(null);
    show.alive = new Set(['a']);
    expect(show.run(5000)).toBe(null);
    expect(show.failovers).toEqual([]);
  });

  test('a cut to a camera with a picture shows in the same tick', () => {
    expect(showing('a').cut('b').tick()).toBe('b');
  });

  test('a cut to the slate shows in the same tick, whatever the cameras do', () => {
    const show = showing('a').cut(null);
    expect(show.tick()).toBe(null);
    expect(show.run(10_000)).toBe(null);
  });

  test('a cut wins over a failover of a moment ago', () => {
    const show = showing('a');
    show.alive.delete('a');
    show.run(LOST_AFTER_MS + 100);
    expect(show.cut('c').tick()).toBe('c');
    show.alive.add('a');
    show.autoReturn = true;
    expect(show.run(10_000)).toBe('c');
  });

  test('a cut to the camera that the ladder chose ends the wish to return', () => {
    const show = showing('a');
    show.autoReturn = true;
    show.alive.delete('a');
    expect(show.run(1000)).toBe('b');
    show.cut('b').tick();
    show.alive.add('a');
    expect(show.run(10_000)).toBe('b');
  });
});

describe('a late camera', () => {
  test('its last frame is repeated for 0.7 s, then the next healthy camera is on, within 1.0 s', () => {
    const show = showing('a');
    const lastFrameAtMs = show.nowMs;
    show.alive.delete('a');
    expect(show.run(LOST_AFTER_MS - 2 * TICK_MS)).toBe('a');
    expect(show.run(3 * TICK_MS)).toBe('b');
    expect(show.nowMs - lastFrameAtMs).toBeLessThan(1000);
    expect(show.failovers).toMatchObject([{ from: 'a', to: 'b', reason: 'late' }]);
  });

  test('a gap that ends in time changes nothing', () => {
    const show = showing('a');
    show.alive.delete('a');
    show.run(600);
    show.alive.add('a');
    expect(show.run(5000)).toBe('a');
    expect(show.failovers).toEqual([]);
  });

  test('the fallback order decides, and sick cameras are passed over', () => {
    const show = showing('a');
    show.order = ['c', 'b', 'a'];
    show.alive = new Set(['b']);
    expect(show.run(1000)).toBe('b');
  });

  test('with nothing left the slate is shown', () => {
    const show = showing('a');
    show.alive.clear();
    expect(show.run(1000)).toBe(null);
    expect(show.failovers).toMatchObject([{ from: 'a', to: null, reason: 'late' }]);
  });

  test('the replacement falls as well when it dies', () => {
    const show = showing('a');
    show.alive = new Set(['b', 'c']);
    expect(show.run(2000)).toBe('b');
    show.alive = new Set(['c']);
    expect(show.run(1000)).toBe('c');
  });

  test.each([
    ['its picture is switched off', 'picture-off', (show: LadderShow) => show.pictureOff.add('a')],
    ['it is removed', 'removed', (show: LadderShow) => (show.order = ['b', 'c'])],
  ])('it leaves the program in the same tick when %s', (_what, reason, change) => {
    const show = showing('a');
    change(show);
    expect(show.tick()).toBe('b');
    expect(show.failovers).toMatchObject([{ from: 'a', to: 'b', reason }]);
  });
});

describe('return', () => {
  test('a camera that recovers stays off without the director', () => {
    const show = showing('a');
    show.alive.delete('a');
    show.run(1000);
    show.alive.add('a');
    expect(show.run(20_000)).toBe('b');
  });

  test('with autoReturn it is back after two seconds of health, not before', () => {
    const show = showing('a');
    show.autoReturn = true;
    show.alive.delete('a');
    show.run(1000);
    show.alive.add('a');
    expect(show.run(HEALTHY_FOR_MS - 100)).toBe('b');
    expect(show.run(200)).toBe('a');
    expect(show.failovers.at(-1)).toMatchObject({ from: 'b', to: 'a', reason: 'return' });
  });

  test('a camera that flickers is not trusted', () => {
    const show = showing('a');
    show.autoReturn = true;
    show.alive.delete('a');
    show.run(1000);
    for (let i = 0; i < 5; i += 1) {
      show.alive.add('a');
      show.run(1500);
      show.alive.delete('a');
      expect(show.run(600)).toBe('b');
    }
  });

  test("the ladder's own record, come back from the database, changes nothing", () => {
    const show = showing('a');
    show.autoReturn = true;
    show.alive.delete('a');
    show.run(1000);
    expect(show.cut('b', true).run(1000)).toBe('b');
    show.alive.add('a');
    expect(show.run(HEALTHY_FOR_MS + 100)).toBe('a');
  });
});

describe('a cut to a camera without a picture', () => {
  function awaiting(): LadderShow {
    const show = showing('a');
    show.alive.delete('b');
    show.run(2000);
    return show.cut('b');
  }

  test('holds the present picture until the first frame comes', () => {
    const show = awaiting();
    expect(show.run(300)).toBe('a');
    show.alive.add('b');
    expect(show.tick()).toBe('b');
    expect(show.failovers).toEqual([]);
  });

  test('stays with the present camera when the wait is over, and says so', () => {
    const show = awaiting();
    expect(show.run(AWAIT_MS + 100)).toBe('a');
    expect(show.failovers).toMatchObject([{ from: 'b', to: 'a', reason: 'no-picture' }]);
  });

  test('takes another one at once when the present camera dies meanwhile', () => {
    const show = awaiting();
    show.alive.delete('a');
    expect(show.run(LOST_AFTER_MS + 50)).toBe('c');
    show.alive.add('b');
    expect(show.tick()).toBe('b');
  });

  test('ends on the slate when there is nothing at all', () => {
    const show = new LadderShow();
    show.run(100);
    expect(show.cut('a').run(AWAIT_MS + 100)).toBe(null);
    show.alive.add('a');
    expect(show.tick()).toBe('a');
  });
});

describe('everything lost, or an engine that starts', () => {
  test("from the slate the director's camera is back with its first frame", () => {
    const show = showing('a');
    show.alive.clear();
    show.run(5000);
    show.alive = new Set(['a', 'b']);
    expect(show.tick()).toBe('a');
    expect(show.failovers.map(({ to }) => to)).toEqual([null, 'a']);
  });

  test('another camera ends the slate after two seconds of health', () => {
    const show = showing('a');
    show.alive.clear();
    show.run(5000);
    show.alive.add('b');
    expect(show.run(HEALTHY_FOR_MS - 100)).toBe(null);
    expect(show.run(200)).toBe('b');
  });

  test.each([
    ['is restored', 5_000, 'a'],
    ['is not restored', RESTORE_WITHIN_MS, 'b'],
  ])("the director's camera %s when it follows after %i ms", (_what, ms, shown) => {
    const show = showing('a');
    show.alive.clear();
    show.run(1000);
    show.alive.add('b');
    show.run(ms);
    show.alive.add('a');
    expect(show.run(HEALTHY_FOR_MS + 100)).toBe(shown);
  });

  test('an engine that starts shows the slate, then the camera that is on air, without a word', () => {
    const show = new LadderShow().cut('b');
    expect(show.run(300)).toBe(null);
    show.alive = new Set(['a']);
    expect(show.run(1500)).toBe(null);
    show.alive.add('b');
    expect(show.tick()).toBe('b');
    expect(show.failovers).toEqual([]);
  });
});
