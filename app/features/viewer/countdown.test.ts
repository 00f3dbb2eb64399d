import { describe, expect, it } from 'vitest';
import { startWords } from './countdown';

const start = '2026-11-21T18:00:00.000Z';
const before = (ms: number) => Date.parse(start) - ms;

describe('the time before the stream', () => {
  it('is a clock on the day', () => {
    expect(startWords(start, before(3_729_000))).toBe('1:02:09');
    expect(startWords(start, before(14_200))).toBe('0:15');
  });

  it('is a date before that', () => {
    expect(startWords(start, before(3 * 86_400_000))).toMatch(/21 Nov/);
  });

  it('is any moment once the time has come', () => {
    expect(startWords(start, before(-60_000))).toBe('Any moment now');
  });

  it('is nothing where nobody set it, and while the server draws', () => {
    expect(startWords(null, before(1))).toBeNull();
    expect(startWords(start, null)).toBeNull();
    expect(startWords('soon', before(1))).toBeNull();
  });
});
