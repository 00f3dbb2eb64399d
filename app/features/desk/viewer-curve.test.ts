import { expect, test } from 'vitest';
import { curveRows, curveShape, HEIGHT, roundUp, WIDTH } from './viewer-curve';

const at = (second: number) => new Date(second * 1000).toISOString();
const span = { fromMs: 0, toMs: 100_000 };

test('each count holds until the next, and the last until the end', () => {
  const points = [
    { at: at(0), viewers: 5 },
    { at: at(50), viewers: 10 },
  ];
  const { line, area, top } = curveShape(points, [], span);
  expect(top).toBe(10);
  expect(line).toBe(`M0 ${HEIGHT / 2}H${WIDTH / 2}V0H${WIDTH}`);
  expect(area).toBe(`${line}V${HEIGHT}H0Z`);
});

test('marks stand at their time, and inside the drawing', () => {
  const mark = (second: number) => ({ at: at(second), kind: 'cut' as const, text: 'Cut' });
  const { marks } = curveShape([], [mark(25), mark(400)], span);
  expect(marks.map(({ x }) => x)).toEqual([WIDTH / 4, WIDTH]);
});

test('no count yet draws nothing, and an event that has just begun does not divide by nothing', () => {
  expect(curveShape([], [], span)).toMatchObject({ line: '', area: '' });
  expect(curveShape([{ at: at(0), viewers: 0 }], [], { fromMs: 0, toMs: 0 }).line).toBe(
    `M0 ${HEIGHT}H${WIDTH}`,
  );
});

test.each([
  [0, 5],
  [5, 5],
  [6, 10],
  [11, 20],
  [21, 50],
  [51, 100],
  [1_001, 2_000],
])('%i viewers fit under %i', (viewers, top) => {
  expect(roundUp(viewers)).toBe(top);
});

test('the table has at most 40 rows, from first to last', () => {
  const points = Array.from({ length: 300 }, (_, n) => ({ at: at(n * 10), viewers: n }));
  const rows = curveRows(points);
  expect(rows.length).toBeLessThanOrEqual(40);
  expect(rows[0]).toEqual(points[0]);
});
