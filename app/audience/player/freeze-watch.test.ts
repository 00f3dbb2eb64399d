import { describe, expect, it } from 'vitest';
import { type Look, lookAtFrames, startWatch } from './delivery';

/** Looks once a second; returns the seconds in which a new connection was asked for. */
function renewals(looks: Pick<Look, 'frames' | 'watching' | 'still'>[]): number[] {
  let watch = startWatch(0);
  return looks.flatMap((each, at) => {
    const seen = lookAtFrames(watch, { ...each, nowMs: (at + 1) * 1000 });
    watch = seen.watch;
    return seen.renew ? [at + 1] : [];
  });
}
const still = (seconds: number, watching = true) =>
  Array.from({ length: seconds }, () => ({ frames: 30, watching }));

describe('a picture that stands still', () => {
  it('is nobody’s business for four seconds, then a new connection is asked for', () => {
    expect(renewals(still(8))).toEqual([5]);
  });

  it('is asked for again every ten seconds, for as long as it takes', () => {
    expect(renewals(still(40))).toEqual([5, 15, 25, 35]);
  });

  it('is never asked for while it moves', () => {
    const moving = Array.from({ length: 60 }, (_, at) => ({ frames: at * 30, watching: true }));
    expect(renewals(moving)).toEqual([]);
  });

  it('does not count while the page is hidden or paused, and starts again after it', () => {
    expect(renewals([...still(2), ...still(60, false), ...still(6)])).toEqual([66]);
  });

  it('is quick again after it had come back', () => {
    const back = { frames: 60, watching: true };
    expect(renewals([...still(6), back, ...Array.from({ length: 5 }, () => back)])).toEqual([5, 11]);
  });

  it('is nobody’s business at all while a screen is shared', () => {
    expect(renewals(still(120).map((each) => ({ ...each, still: true })))).toEqual([]);
    expect(renewals([...still(60).map((each) => ({ ...each, still: true })), ...still(6)])).toEqual([64]);
  });
});
