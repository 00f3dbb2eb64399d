import { describe, expect, test } from 'vitest';
import { cleanMessage, codePoints, isVisible } from './text';

const kept = (typed: string) => {
  const checked = cleanMessage(typed);
  return checked.ok ? checked.value : checked.fault;
};

describe('a message', () => {
  test.each([
    ['  Tor! ', 'Tor!'],
    ['Su\u0308d', 'Süd'],
    ['one\n\n\ntwo\tthree\u2028four', 'one two three four'],
    ['👨‍👩‍👧 Fans', '👨‍👩‍👧 Fans'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 1:0', '🏴󠁧󠁢󠁥󠁮󠁧󠁿 1:0'],
    ['می‌خواهم', 'می‌خواهم'],
    ['สวัสดีครับ', 'สวัสดีครับ'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('%j is kept as %j', (typed, expected) => expect(kept(typed)).toBe(expected));

  test.each(['', '   ', '\n\n', '\u200b\u200b', '\u2800', '\u3164', '\ufe0f'])('%j is empty', (typed) =>
    expect(kept(typed)).toBe('empty'),
  );

  test.each([
    'a\u0000b',
    '\u001b[31mred',
    '\u202egnirts',
    'x\u2066y',
    '\ud800',
    'z' + '\u0336'.repeat(7),
    'a\u009fb',
  ])('%j cannot be shown', (typed) => expect(kept(typed)).toBe('unfit'));

  test('has at most 500 code points, however many units they are', () => {
    expect(kept('⚽'.repeat(500))).toBe('⚽'.repeat(500));
    expect(codePoints(kept('👏'.repeat(500)))).toBe(500);
    expect(kept('👏'.repeat(501))).toBe('too_long');
    expect(kept('a'.repeat(1_000_000))).toBe('too_long');
    expect(kept(` ${'a'.repeat(500)} `)).toBe('a'.repeat(500));
  });
});

test('a lone accent is nothing to see, a letter with one is', () => {
  expect(isVisible('\u0301')).toBe(false);
  expect(isVisible('é')).toBe(true);
});
