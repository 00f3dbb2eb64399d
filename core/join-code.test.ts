import { randomBytes } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { joinCodeFrom, normaliseJoinCode, readJoinCode, spellJoinCode } from './join-code';

test('a code has eight characters that nobody mistakes for one another', () => {
  for (let i = 0; i < 500; i++) expect(joinCodeFrom(randomBytes(8))).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
});

test('every character is equally likely', () => {
  const seen = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const [character = ''] = joinCodeFrom(new Uint8Array(8).fill(byte));
    seen.set(character, (seen.get(character) ?? 0) + 1);
  }
  expect(new Set(seen.values())).toEqual(new Set([8]));
  expect(seen.size).toBe(32);
});

test.each([
  ['abcd-1234', 'ABCD1234'],
  [' ABCD 1234 ', 'ABCD1234'],
  ['oil0 oil0', '01100110'],
  ['ABCD–1234', 'ABCD1234'],
])('%j is meant as %s', (typed, code) => {
  expect(normaliseJoinCode(typed)).toBe(code);
});

test.each(['', 'ABC', 'ABCD12345', 'ABCD123U', 'ABCD123!', 'ABCD123Ä'])('%j is no code', (typed) => {
  expect(normaliseJoinCode(typed)).toBeNull();
});

describe('the typed join code', () => {
  it('takes small letters, spaces and dashes', () => {
    expect(readJoinCode(' k7qm-2rxd ')).toBe('K7QM2RXD');
  });

  it('reads O as 0, I and L as 1, and leaves out what no code has', () => {
    expect(readJoinCode('oOiIlL')).toBe('001111');
    expect(readJoinCode('U?!ä')).toBe('');
  });

  it('never grows past eight', () => {
    expect(readJoinCode('K7QM2RXDZZZ')).toBe('K7QM2RXD');
  });

  it('is spelt in two groups', () => {
    expect(spellJoinCode('K7QM2RXD')).toBe('K7QM-2RXD');
    expect(spellJoinCode('K7')).toBe('K7');
  });
});
