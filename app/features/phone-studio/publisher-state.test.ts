import { describe, expect, it } from 'vitest';
import { type PublisherEvent, type PublisherState, nextState, retryDelayMs } from './publisher-state';

const run = (...events: PublisherEvent[]): PublisherState =>
  events.reduce<PublisherState>((state, event) => nextState(state, event, 0.5), { name: 'off' });

const start: PublisherEvent = { type: 'start' };
const token: PublisherEvent = { type: 'token' };
const connected: PublisherEvent = { type: 'connected' };
const failed: PublisherEvent = { type: 'failed', problem: 'no answer' };

describe('the way of a phone onto the desk', () => {
  it('asks, connects, is online', () => {
    expect(run(start)).toEqual({ name: 'asking', tries: 0 });
    expect(run(start, token)).toEqual({ name: 'connecting', tries: 0 });
    expect(run(start, token, connected)).toEqual({ name: 'online' });
  });

  it('waits for admission and asks again at the word of the socket', () => {
    expect(run(start, { type: 'notAdmitted' })).toEqual({ name: 'waiting' });
    expect(run(start, { type: 'notAdmitted' }, { type: 'again' })).toEqual({ name: 'asking', tries: 0 });
  });

  it('lets the library mend, and starts over when that failed', () => {
    const mending = run(start, token, connected, { type: 'mending' });
    expect(mending).toEqual({ name: 'mending' });
    expect(nextState(mending, connected)).toEqual({ name: 'online' });
    expect(nextState(mending, { type: 'lost', problem: 'gone' }, 0.5)).toMatchObject({
      name: 'pausing',
      tries: 1,
    });
  });

  it('never gives up: a thousand failures end in the next try', () => {
    let state = run(start);
    for (let i = 0; i < 1000; i++) state = nextState(nextState(state, failed, 0.5), { type: 'again' });
    expect(state).toEqual({ name: 'asking', tries: 1000 });
  });

  it('starts with short waits again after it was online', () => {
    const tired = run(start, failed, { type: 'again' }, failed, { type: 'again' }, token);
    const online = nextState(tired, connected);
    expect(nextState(online, { type: 'lost', problem: 'gone' }, 0.5)).toMatchObject({ delayMs: 300 });
  });

  it('stays removed, taken over or unknown until a person acts', () => {
    for (const why of ['removed', 'unknown'] as const) {
      const refused = run(start, { type: 'refused', why });
      expect(refused).toEqual({ name: why });
      expect(nextState(refused, failed)).toEqual(refused);
      expect(nextState(refused, { type: 'takenOver' })).toEqual(refused);
    }
    const other = run(start, token, connected, { type: 'takenOver' });
    expect(nextState(other, { type: 'lost', problem: 'duplicate' })).toEqual({ name: 'takenOver' });
    expect(nextState(other, { type: 'again' })).toEqual({ name: 'asking', tries: 0 });
  });

  it('asks again when put out of the room: the token call decides', () => {
    expect(run(start, token, connected, { type: 'removedFromRoom' })).toEqual({ name: 'asking', tries: 0 });
  });

  it('ignores what comes late from an attempt that is over', () => {
    expect(nextState({ name: 'off' }, token)).toEqual({ name: 'off' });
    expect(nextState({ name: 'off' }, connected)).toEqual({ name: 'off' });
    expect(nextState({ name: 'off' }, { type: 'refused', why: 'removed' })).toEqual({ name: 'off' });
    expect(nextState({ name: 'waiting' }, connected)).toEqual({ name: 'waiting' });
  });
});

describe('the wait before the next try', () => {
  it('grows to three seconds and no further, spread by a third', () => {
    expect(retryDelayMs(0, 0.5)).toBe(300);
    expect(retryDelayMs(99, 0.5)).toBe(3000);
    expect(retryDelayMs(99, 0.999)).toBeLessThan(3_460);
    expect(retryDelayMs(99, 0)).toBe(2550);
  });
});
