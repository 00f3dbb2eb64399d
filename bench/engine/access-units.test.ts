import { expect, test } from 'vitest';
import { accessUnitEnds } from './access-units';

const nal = (type: number, first = false, more = 2) => [
  0,
  0,
  0,
  1,
  0x60 | type,
  first ? 0x88 : 0x20,
  ...Array<number>(more).fill(7),
];

test('frames of several slices, with parameter sets and filler, end where the next begins', () => {
  const key = [...nal(7), ...nal(8), ...nal(6), ...nal(5, true), ...nal(5), ...nal(12)];
  const second = [...nal(1, true), ...nal(1), ...nal(12)];
  const third = [...nal(1, true)];
  const ends = accessUnitEnds(Buffer.from([...key, ...second, ...third]));
  expect(ends).toEqual([key.length, key.length + second.length, key.length + second.length + third.length]);
});

test('a stream without a picture has no frame', () => {
  expect(accessUnitEnds(Buffer.from(nal(7)))).toEqual([]);
});
