import { describe, expect, it } from 'vitest';
import { noteOf } from './notes';

describe('the sentence over the picture', () => {
  const calm = {
    ...{ interrupted: false, lost: false, pictureOff: false, hot: false, serverGone: false },
    ...{ noPicture: false, noSound: false },
  };
  it('is the one that matters most', () => {
    expect(noteOf(calm)).toBeNull();
    expect(noteOf({ ...calm, serverGone: true, lost: true })).toBe('lost');
    expect(noteOf({ ...calm, lost: true, interrupted: true })).toBe('interrupted');
    expect(noteOf({ ...calm, hot: true, pictureOff: true })).toBe('pictureOff');
    expect(noteOf({ ...calm, noSound: true, noPicture: true })).toBe('noPicture');
    expect(noteOf({ ...calm, noSound: true, lost: true })).toBe('lost');
  });
});
