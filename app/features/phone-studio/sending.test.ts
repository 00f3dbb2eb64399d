import { describe, expect, it } from 'vitest';
import { type SignalFacts, signalOf, signalText } from './sending';

const fine: SignalFacts = {
  publisher: 'online',
  browserOnline: true,
  loss: 0,
  rttMs: 40,
  limited: 'none',
  farEndSilentMs: 800,
  everOnline: true,
};

describe('the connection in plain words', () => {
  it('is good while packets arrive', () => {
    expect(signalOf(fine)).toBe('good');
    expect(signalOf({ ...fine, rttMs: null, farEndSilentMs: null })).toBe('good');
  });

  it.each([{ loss: 0.08 }, { rttMs: 600 }, { limited: 'bandwidth' }, { farEndSilentMs: 3_500 }])(
    'is weak with %o',
    (facts) => expect(signalOf({ ...fine, ...facts })).toBe('weak'),
  );

  it.each([
    { browserOnline: false },
    { farEndSilentMs: 5_000 },
    { publisher: 'mending' },
    { publisher: 'pausing' },
  ] as const)('is gone with %o', (facts) => expect(signalOf({ ...fine, ...facts })).toBe('none'));

  it('does not call a first connection a loss', () => {
    expect(signalOf({ ...fine, publisher: 'connecting', everOnline: false })).toBe('starting');
  });

  it('counts how long it has been gone', () => {
    expect(signalText('none', 14.8)).toBe('Not connected for 0:14');
    expect(signalText('good', 0)).toBe('Connection good');
  });
});
