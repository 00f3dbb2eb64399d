import { expect, test } from 'vitest';
import { outputName, partsText, share } from './desk-results';

test('the parts of the number, without those that are not known', () => {
  expect(partsText({ total: 3, page: 3, embed: 0, platforms: {} })).toBe('3 here');
  expect(partsText({ total: 74, page: 20, embed: 4, platforms: { youtube: 50 } })).toBe(
    '20 here, 4 embedded, 50 YouTube',
  );
});

test('a hundred per cent only where nothing is missing', () => {
  expect(share(5400, 5400)).toBe('100 %');
  expect(share(5399, 5400)).toBe('99.9 %');
  expect(share(0, 0)).toBe('–');
});

test('an output has its own name, or what it is', () => {
  expect(outputName({ output: 'x', label: 'Club' })).toBe('Club');
  expect(outputName({ output: 'recording', label: null })).toBe('Recording');
  expect(outputName({ output: 'x', label: null })).toBe('Removed destination');
});
