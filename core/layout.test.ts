import { expect, test } from 'vitest';
import { CORNERS, type Scene } from '../contract/program';
import { LAYOUTS } from '../contract/vocabulary';
import { CELL_COUNTS, cellsOf, type Cell, withoutCells } from './layout';

const HD = { width: 1280, height: 720 };
const FRAMES = [HD, { width: 1920, height: 1080 }, { width: 640, height: 360 }];

const overlap = (a: Cell, b: Cell) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test.each(LAYOUTS)('the cells of %s lie inside every frame, on even pixels', (layout) => {
  for (const frame of FRAMES) {
    const cells = cellsOf(layout, {}, frame);
    expect(cells).toHaveLength(CELL_COUNTS[layout]);
    for (const { x, y, width, height } of cells) {
      expect([x, y, width, height].map((length) => Math.abs(length % 2))).toEqual([0, 0, 0, 0]);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(frame.width);
      expect(y + height).toBeLessThanOrEqual(frame.height);
    }
  }
});

test.each(['single', 'side-by-side', 'quad', 'two-plus-one'] as const)(
  '%s covers the frame without a gap and without an overlap',
  (layout) => {
    for (const frame of FRAMES) {
      const cells = cellsOf(layout, {}, frame);
      const area = cells.reduce((sum, { width, height }) => sum + width * height, 0);
      expect(area).toBe(frame.width * frame.height);
      cells.forEach((cell, i) =>
        cells.slice(i + 1).forEach((other) => expect(overlap(cell, other)).toBe(false)),
      );
    }
  },
);

test('a picture in picture lies in its corner, in its size and with its border', () => {
  const insets = CORNERS.map((corner) => cellsOf('picture-in-picture', { corner, size: 0.25 }, HD)[1]);
  expect(insets.map((inset) => [inset?.x, inset?.y, inset?.width, inset?.height])).toEqual([
    [36, 36, 320, 180],
    [924, 36, 320, 180],
    [36, 504, 320, 180],
    [924, 504, 320, 180],
  ]);
  const [, inset] = cellsOf(
    'picture-in-picture',
    { border: 4, borderColor: '#ff0000', fit: 'fit' },
    FRAMES[1] ?? HD,
  );
  expect(inset).toMatchObject({ border: 6, borderColor: '#ff0000', fit: 'fit' });
});

test('options that are undefined leave the default', () => {
  expect(cellsOf('side-by-side', { fit: undefined }, HD)[0]?.fit).toBe('fill');
});

const scene = (layout: Scene['layout'], ...cells: (string | null)[]): Scene => ({
  layout,
  cells,
  options: {},
});
const gone =
  (...ids: number[]) =>
  (cell: number) =>
    ids.includes(cell);

test('cells that lost their camera close up, or show the slate', () => {
  const quad = scene('quad', 'a', 'b', 'c', 'd');
  expect(withoutCells(quad, gone(), 'close')).toBe(quad);
  expect(withoutCells(quad, gone(1), 'close')).toEqual(scene('two-plus-one', 'a', 'c', 'd'));
  expect(withoutCells(quad, gone(1, 3), 'close')).toEqual(scene('side-by-side', 'a', 'c'));
  expect(withoutCells(quad, gone(0, 1, 3), 'close')).toEqual(scene('single', 'c'));
  expect(withoutCells(quad, gone(0, 1, 2, 3), 'close')).toEqual(scene('single', null));
  expect(withoutCells(scene('picture-in-picture', 'a', 'b'), gone(0), 'close')).toEqual(scene('single', 'b'));
  expect(withoutCells(quad, gone(1), 'slate')).toEqual(scene('quad', 'a', null, 'c', 'd'));
});
