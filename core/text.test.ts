import { expect, test } from 'vitest';
import { isId, line } from './text';

const name = line(10);

test.each([
  ['  Main stand ', 'Main stand'],
  ['Süd', 'Süd'],
  ['Su\u0308d', 'Süd'],
  ['👨‍👩‍👧 Fans', '👨‍👩‍👧 Fans'],
  // RLM after a bracket, LRM between a number and a name, ALM: as Hebrew and Arabic keyboards type them.
  ['(ב)\u200f - C\u200e', '(ב)\u200f - C\u200e'],
  ['\u200fגול!\u200f', 'גול!\u200f'],
  ['\u061cهدف\u061c 2', 'هدف\u061c 2'],
])('%j is kept as %j', (typed, kept) => {
  expect(name.parse(typed)).toBe(kept);
});

test.each([
  '',
  '   ',
  'a\u0000b',
  'a\nb',
  '\u202eevil',
  'x\u202ay',
  '\u200f',
  ' \u200e\u061c ',
  '\ud800',
  'a'.repeat(11),
  'x\u2066y',
])('%j is refused', (typed) => {
  expect(name.safeParse(typed).success).toBe(false);
});

test('an id is a UUID in small letters and nothing else', () => {
  expect(isId('3f2b8c1e-0000-4000-8000-000000000000')).toBe(true);
  for (const no of ['', '1', "x' or 1=1 --", '../../etc/passwd', undefined]) expect(isId(no)).toBe(false);
});
