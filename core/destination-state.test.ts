import { describe, expect, it } from 'vitest';
import {
  destinationOff,
  nextHealth,
  retryDelayMs,
  triesOther,
  type DestinationEvent,
  type DestinationHealth,
} from './destination-state';

/** Applies events that are one second apart. */
function after(...events: DestinationEvent[]): DestinationHealth {
  return events.reduce((health, event, i) => nextHealth(health, event, (i + 1) * 1_000), destinationOff(0));
}
const start = { type: 'start' } as const;
const stop = { type: 'stop' } as const;
const retry = { type: 'retry' } as const;
const connected = { type: 'connected' } as const;
const stuck = { type: 'stuck', failure: 'stalled' } as const;
const slow = { type: 'stuck', failure: 'slow' } as const;
const moving = { type: 'moving' } as const;
const lost = (failure: Extract<DestinationEvent, { type: 'lost' }>['failure']) =>
  ({ type: 'lost', failure }) as const;

describe('destination state', () => {
  it.each([
    ['off', []],
    ['connecting', [start]],
    ['connecting', [start, start]],
    ['live', [start, connected]],
    ['stalled', [start, connected, stuck]],
    ['live', [start, connected, stuck, moving]],
    ['connecting', [start, stuck]],
    ['stalled', [start, connected, slow]],
    ['live', [start, connected, slow, stuck, moving]],
    ['failed', [start, lost('path'), retry, lost('path')]],
    ['reconnecting', [start, lost('path'), retry, lost('rejected')]],
    ['reconnecting', [start, lost('in-use'), retry, lost('in-use')]],
    ['reconnecting', [start, connected, lost('dropped')]],
    ['reconnecting', [start, connected, lost('dropped'), retry]],
    ['live', [start, connected, lost('dropped'), retry, connected]],
    ['reconnecting', [start, lost('timeout')]],
    ['reconnecting', [start, lost('rejected')]],
    ['failed', [start, lost('rejected'), retry, lost('rejected')]],
    ['failed', [start, lost('rejected'), retry, lost('rejected'), retry]],
    ['live', [start, lost('rejected'), retry, lost('rejected'), retry, connected]],
    ['reconnecting', [start, lost('rejected'), retry, lost('dropped')]],
    ['failed', [start, lost('forbidden-address')]],
    ['off', [start, connected, stop]],
    ['off', [start, stop, connected]],
    ['off', [start, stop, lost('dropped')]],
  ] as const)('is %s after %j', (state, events) => {
    expect(after(...events).state).toBe(state);
  });

  it('keeps the time a state began through events that leave it', () => {
    expect(after(start, lost('refused'), retry, lost('refused')).sinceMs).toBe(2_000);
    expect(after(start, connected, moving).sinceMs).toBe(2_000);
  });

  it('returns the same object when nothing changed', () => {
    const live = after(start, connected);
    expect(nextHealth(live, connected, 9_000)).toBe(live);
  });

  it('tells a slow way from one where nothing moves, and keeps the time', () => {
    const slowly = after(start, connected, slow);
    expect(slowly.failure).toBe('slow');
    expect(nextHealth(slowly, stuck, 9_000)).toMatchObject({
      state: 'stalled',
      failure: 'stalled',
      sinceMs: 3_000,
    });
    expect(nextHealth(slowly, slow, 9_000)).toBe(slowly);
  });

  it('tries again at once, then after 1, 2, 4, 8, 15, 15 s', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7].map((n) => {
      const tries = Array.from({ length: n }, () => lost('timeout'));
      return retryDelayMs(after(start, ...tries), 0.5);
    });
    expect(delays).toEqual([250, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it('has a returned server within 3 s after any outage of five minutes, whatever the dice say', () => {
    for (const n of [2, 10, 199]) {
      const health = after(start, ...Array.from({ length: n }, () => lost('refused')));
      expect(retryDelayMs(health, 0.999)).toBeLessThan(2_000);
    }
  });

  it('tries a refused key again every minute only', () => {
    expect(retryDelayMs(after(start, lost('rejected')), 0.5)).toBe(1_000);
    expect(retryDelayMs(after(start, lost('rejected'), retry, lost('rejected')), 0.5)).toBe(60_000);
  });

  it('asks the backup server in turn with the first after three failures, and never about a key', () => {
    const tries = (failure: Parameters<typeof lost>[0]) =>
      [1, 2, 3, 4, 5, 6].map((n) =>
        triesOther(after(start, ...Array.from({ length: n }, () => lost(failure)))),
      );
    expect(tries('timeout')).toEqual([false, false, true, false, true, false]);
    expect(tries('in-use')).toEqual([false, false, false, false, false, false]);
    expect(triesOther(after(start, connected))).toBe(false);
  });

  it('begins a new back-off after a connection that held for ten seconds', () => {
    const lossy = after(start, lost('timeout'), lost('timeout'), lost('timeout'), connected);
    expect(nextHealth(lossy, lost('dropped'), 5_500).failures).toBe(4);
    expect(nextHealth(lossy, lost('dropped'), 15_000).failures).toBe(1);
  });
});
