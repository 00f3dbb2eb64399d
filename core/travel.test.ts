import { expect, test } from 'vitest';
import type { Scene } from '../contract/program';
import { cellsOf } from './layout';
import { travel } from './travel';

const HD = { width: 1280, height: 720 };
const scene = (layout: Scene['layout'], ...cells: (string | null)[]): Scene => ({
  layout,
  cells,
  options: {},
});
const single = (id: string) => scene('single', id);

test('scenes without a common camera, and two single ones, do not travel', () => {
  expect(travel(single('a'), scene('side-by-side', 'b', 'c'), HD, 0.5)).toBeNull();
  expect(travel(single('a'), single('a'), HD, 0.5)).toBeNull();
});

test('a camera in both moves from its old place to its new one', () => {
  const [from, to] = [single('a'), scene('picture-in-picture', 'b', 'a')];
  const at = (share: number) => travel(from, to, HD, share)?.find(({ cameraId }) => cameraId === 'a');
  const full = cellsOf('single', {}, HD)[0];
  const inset = cellsOf('picture-in-picture', {}, HD)[1];
  expect(at(0)?.cell).toMatchObject({ x: full?.x, width: full?.width });
  expect(at(1)?.cell).toEqual(inset);
  const widths = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => at(share)?.cell.width ?? 0);
  expect(widths).toEqual([...widths].sort((a, b) => b - a));
  expect(at(0.3)?.opacity).toBe(1);
});

test('what comes and goes does so by its opacity; what covers more lies further back', () => {
  const cells = travel(scene('quad', 'a', 'b', 'c', 'd'), scene('side-by-side', 'a', 'e'), HD, 0.5);
  expect(cells?.map(({ cameraId, opacity }) => [cameraId, opacity])).toEqual([
    ['b', 0.5],
    ['c', 0.5],
    ['d', 0.5],
    ['e', 0.5],
    ['a', 1],
  ]);
});

test('under a camera that grows over the whole frame nothing fades to the background', () => {
  const cells = travel(scene('picture-in-picture', 'a', 'b'), single('b'), HD, 0.5);
  expect(cells?.map(({ cameraId, opacity }) => [cameraId, opacity])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});
