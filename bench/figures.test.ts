import { expect, test } from 'vitest';
import { median, quantile, spread, table } from './figures';

test('median and quantiles are those of the textbook', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95)).toBe(10);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2);
  expect(median([])).toBeNaN();
});

test('a spread tells median, least and most', () => {
  expect(spread([1.5, 1, 2])).toBe('1.50 (1.00–2.00)');
});

test('a table has its columns under each other', () => {
  expect(
    table([
      ['part', 'cost'],
      ['encoder', '1'],
    ]),
  ).toBe('part     cost\n-------  ----\nencoder  1');
});
