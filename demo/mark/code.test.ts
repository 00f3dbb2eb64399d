import { expect, test } from 'vitest';
import { cellsOf, markOf } from './code';

test('every number comes back as it was burned in', () => {
  for (let frame = 0; frame < 65_536; frame += 97) {
    const mark = { camera: 1 + (frame % 15), frame, flash: frame % 2 === 0 };
    expect(markOf(cellsOf(mark))).toEqual(mark);
  }
});

test('one or two wrong cells are noticed and never read as another number', () => {
  const cells = cellsOf({ camera: 3, frame: 1234, flash: false });
  const flip = (list: boolean[], i: number): boolean[] => list.map((cell, k) => (k === i ? !cell : cell));
  for (let i = 0; i < cells.length; i++) {
    expect(markOf(flip(cells, i))).toBeNull();
    for (let k = i + 1; k < cells.length; k++) expect(markOf(flip(flip(cells, i), k))).toBeNull();
  }
});
