import { describe, expect, it } from 'vitest';
import { countdown } from './poster';

const start = '2026-11-21T18:00:00.000Z';
const before = (ms: number) => Date.parse(start) - ms;

describe('the time before the stream', () => {
  it('is a clock on the day', () => {
    expect(countdown(start, before(3_729_000))).toEqual({ secondsLeft: 3729 });
    expect(countdown(start, before(14_200))).toEqual({ secondsLeft: 15 });
  });

  it('is a date before that', () => {
    expect(countdown(start, before(3 * 86_400_000))).toEqual({ date: start });
  });

  it('is any moment once the time has come', () => {
    expect(countdown(start, before(-60_000))).toBe('any moment');
  });

  it('is nothing where nobody set it, and while the server draws', () => {
    expect(countdown(null, before(1))).toBeNull();
    expect(countdown(start, null)).toBeNull();
    expect(countdown('soon', before(1))).toBeNull();
  });
});
