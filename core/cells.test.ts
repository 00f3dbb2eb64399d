import { expect, test } from 'vitest';
import type { Scene } from '../contract/program';
import {
  CELL_AWAIT_AT_START_MS,
  CELL_AWAIT_MS,
  CELL_LOST_AFTER_MS,
  type CellsInput,
  startCells,
  stepCells,
} from './cells';

const SCENE: Scene = { layout: 'side-by-side', cells: ['a', 'b'], options: {} };

/** Cameras by the time of their last frame; null has never sent one. */
function script(first: Partial<CellsInput> = {}) {
  let state = startCells();
  return (nowMs: number, frames: Record<string, number | null>, more: Partial<CellsInput> = {}) => {
    const cameras = Object.entries(frames).map(([id, lastFrameAtMs]) => ({
      id,
      lastFrameAtMs,
      pictureOff: false,
    }));
    const step = stepCells(state, {
      nowMs,
      cutSeq: 1,
      scene: SCENE,
      rule: 'close',
      cameras,
      ...first,
      ...more,
    });
    state = step.state;
    return step;
  };
}

test('a camera that dies leaves its cell within half a second, and says so once', () => {
  const step = script();
  expect(step(0, { a: 0, b: 0 })).toMatchObject({ scene: SCENE, lostNow: [] });
  expect(step(CELL_LOST_AFTER_MS - 1, { a: 400, b: 0 }).scene).toEqual(SCENE);
  const lost = step(CELL_LOST_AFTER_MS, { a: 430, b: 0 });
  expect(lost).toMatchObject({ scene: { layout: 'single', cells: ['a'] }, lostNow: ['b'] });
  expect(step(500, { a: 500, b: 0 })).toMatchObject({ scene: { cells: ['a'] }, lostNow: [] });
});

test('by the other rule the slate takes its cell', () => {
  const step = script({ rule: 'slate' });
  step(0, { a: 0, b: 0 });
  expect(step(500, { a: 0, b: 500 }).scene).toEqual({ ...SCENE, cells: [null, 'b'] });
});

test('it is back by the choice of the director alone', () => {
  const step = script();
  step(0, { a: 0, b: 0 });
  step(500, { a: 500, b: 0 });
  expect(step(600, { a: 600, b: 600 }).scene).toMatchObject({ cells: ['a'] });
  expect(step(700, { a: 700, b: 700 }, { cutSeq: 2 }).scene).toEqual(SCENE);
});

test('a camera that was just put into a cell has a second for its first frame', () => {
  const step = script();
  step(0, { a: 0, b: 0 });
  expect(step(5_000, { a: 5_000, b: null }, { cutSeq: 2 }).scene).toEqual(SCENE);
  expect(step(5_000 + CELL_AWAIT_MS - 1, { a: 5_900, b: null }, { cutSeq: 2 }).scene).toEqual(SCENE);
  expect(step(5_000 + CELL_AWAIT_MS, { a: 5_990, b: null }, { cutSeq: 2 }).lostNow).toEqual(['b']);
});

test('an engine that starts waits longer, because its cameras connect', () => {
  const step = script();
  expect(step(0, { a: null, b: null }).scene).toEqual(SCENE);
  expect(step(CELL_AWAIT_AT_START_MS - 1, { a: 9_900, b: null }).scene).toEqual(SCENE);
  expect(step(CELL_AWAIT_AT_START_MS, { a: 9_990, b: null }).scene).toMatchObject({ cells: ['a'] });
});

test('a removed camera and one whose picture is off leave at once; a screen that stands still stays', () => {
  expect(script()(0, { a: 0 }).lostNow).toEqual(['b']);
  const off = script();
  const cameras = [
    { id: 'a', lastFrameAtMs: 0, pictureOff: true },
    { id: 'b', lastFrameAtMs: 0, pictureOff: false, still: true },
  ];
  expect(off(9_000, {}, { cameras })).toMatchObject({ lostNow: ['a'], scene: { cells: ['b'] } });
});

test('when no camera is left the ladder decides; an empty layout of the director stays', () => {
  const step = script();
  step(0, { a: 0, b: 0 });
  expect(step(600, { a: 0, b: 0 })).toMatchObject({ scene: null, lostNow: ['a', 'b'] });
  const empty: Scene = { ...SCENE, cells: [null, null] };
  expect(script({ scene: empty })(0, {}).scene).toEqual(empty);
});
