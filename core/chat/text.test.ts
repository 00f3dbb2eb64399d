import { describe, expect, test } from 'vitest';
import { cleanMessage, codePoints, holdsLink, isVisible, splitLinks } from './text';

const kept = (typed: string) => {
  const checked = cleanMessage(typed);
  return checked.ok ? checked.value : checked.reason;
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
    ['גול!\u200f (2)\u200f', 'גול!\u200f (2)\u200f'],
    ['\u200fهدف\u061c!', 'هدف\u061c!'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('%j is kept as %j', (typed, expected) => expect(kept(typed)).toBe(expected));

  test.each(['', '   ', '\u200f', ' \u200e \u061c', '\n\n', '\u200b\u200b', '\u2800', '\u3164', '\ufe0f'])(
    '%j is empty',
    (typed) => expect(kept(typed)).toBe('empty'),
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

const links = (text: string) => splitLinks(text).flatMap(({ href }) => (href ? [href] : []));

describe('what becomes a link', () => {
  test.each([
    ['see https://example.org/table?day=3#top', ['https://example.org/table?day=3#top']],
    ['(https://example.org/a), really.', ['https://example.org/a']],
    ['https://de.wikipedia.org/wiki/Tor_(Fußball) ok', ['https://de.wikipedia.org/wiki/Tor_(Fu%C3%9Fball)']],
    ['https://a.example https://b.example', ['https://a.example/', 'https://b.example/']],
    ['HTTPS://Example.org', ['https://example.org/']],
  ])('%j', (text, expected) => expect(links(text)).toEqual(expected));

  test.each([
    'http://example.org',
    'javascript:alert(1)',
    'JaVaScRiPt://example.org/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://bank.example@evil.example/',
    'https://user:pass@evil.example/',
    'https://еxample.org/',
    'https://localhost/',
    'https://[::1]/',
    'https:///evil.example',
    'https://',
    'https://exa%6dple.org:99999/',
    'ftp://example.org',
    'example.org',
  ])('%j stays text', (text) => expect(links(text)).toEqual([]));
});

test('the pieces put together are the message again', () => {
  for (const text of [
    '',
    'no link',
    'a https://b.example/c. d https://e.example',
    'https://<script>.example',
  ]) {
    expect(
      splitLinks(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  }
});

describe('a chat that takes no links', () => {
  test.each([
    'http://x.example',
    'look www.example.org',
    'free-coins.com!',
    'get it at bit.ly/abc',
    'tg://resolve',
    'join twitch.tv',
  ])('sees one in %j', (text) => expect(holdsLink(text)).toBe(true));

  test.each(['Tor.Jetzt aber', '2:1 in der 58.', 'u.s.w.', 'www', 'Was?Nein!', 'e.g. this', 'No. 9'])(
    'sees none in %j',
    (text) => expect(holdsLink(text)).toBe(false),
  );
});
