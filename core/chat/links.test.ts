import { describe, expect, test } from 'vitest';
import { holdsLink, splitLinks } from './links';

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
