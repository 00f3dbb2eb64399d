import { describe, expect, it } from 'vitest';
import { choiceFromText, framesFrom, secondsText, sentTransition, textOfChoice } from './transition-choice';

describe('what the browser remembers of a transition', () => {
  const wipe = { frames: 12, direction: 'up-left', color: '#1b2a4a' } as const;
  it('comes back as it was kept', () => {
    expect(choiceFromText('wipe', textOfChoice(wipe))).toEqual(wipe);
  });
  it('is the default where nothing, or nothing of this version, was kept', () => {
    const usual = { frames: 25, direction: 'left', color: '#000000' };
    for (const text of [null, '', 'x', '{"frames":3}', 'NaN sideways red'])
      expect(choiceFromText('wipe', text)).toEqual(usual);
  });
  it('has no direction that the kind does not have', () => {
    expect(choiceFromText('push', textOfChoice(wipe)).direction).toBe('left');
  });
});

describe('the rate of a transition', () => {
  it('is held within what the server takes', () => {
    expect(framesFrom('0')).toBe(1);
    expect(framesFrom('9000')).toBe(250);
    expect(framesFrom(' 24.6 ')).toBe(25);
    for (const text of ['', ' ', 'fast']) expect(framesFrom(text)).toBeNull();
  });
  it('is told in seconds of the program', () => {
    expect(secondsText(25, 25)).toBe('1.0 s');
    expect(secondsText(15, 60)).toBe('0.3 s');
    expect(secondsText(1, 25)).toBe('0.04 s');
  });
});

it('a command carries what its kind has and nothing else, which the server would refuse', () => {
  const all = { frames: 10, direction: 'up-left', color: '#ffffff' } as const;
  expect(sentTransition({ kind: 'mix', ...all })).toEqual({ kind: 'mix', frames: 10 });
  expect(sentTransition({ kind: 'wipe', ...all })).toEqual({
    kind: 'wipe',
    frames: 10,
    direction: 'up-left',
  });
  expect(sentTransition({ kind: 'dip', ...all })).toEqual({ kind: 'dip', frames: 10, color: '#ffffff' });
  expect(sentTransition({ kind: 'push', ...all })).toEqual({ kind: 'push', frames: 10, direction: 'left' });
});
