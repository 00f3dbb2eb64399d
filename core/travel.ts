import type { Scene } from '../contract/program';
import { type Cell, cellsOf, even, type FrameSize } from './layout';

export interface TravellingCell {
  /** Null is the slate. */
  cameraId: string | null;
  cell: Cell;
  /** 0 to 1. */
  opacity: number;
}

/**
 * Cells on their way from one scene to another: cameras that are in both move and change their size, the
 * others come and go by their opacity. In the order in which they are drawn: what covers more lies further
 * back.
 *
 * @param share 0 at the first scene, 1 at the second
 * @returns null where the scenes have no camera in common, or both are single cameras
 */
export function travel(from: Scene, to: Scene, frame: FrameSize, share: number): TravellingCell[] | null {
  const going = placed(from, frame);
  const coming = placed(to, frame);
  const stays = going.filter(({ cameraId }) => coming.some((one) => one.cameraId === cameraId));
  if (stays.length === 0 || (from.layout === 'single' && to.layout === 'single')) return null;
  // A camera that is about to cover the whole frame hides what goes: that need not fade to the background.
  const covers = coming.length === 1;
  const eased = share * share * (3 - 2 * share);
  const leaving = going
    .filter(({ cameraId }) => !coming.some((one) => one.cameraId === cameraId))
    .map((one) => ({ ...one, opacity: covers ? 1 : 1 - eased }));
  const moving = coming.map((one) => {
    const start = going.find(({ cameraId }) => cameraId === one.cameraId);
    return start
      ? { ...one, cell: between(start.cell, one.cell, eased), opacity: 1 }
      : { ...one, opacity: eased };
  });
  return [...leaving, ...moving.sort((a, b) => area(b.cell) - area(a.cell))];
}

function placed(scene: Scene, frame: FrameSize): { cameraId: string | null; cell: Cell }[] {
  return cellsOf(scene.layout, scene.options, frame).map((cell, i) => ({
    cameraId: scene.cells[i] ?? null,
    cell,
  }));
}

function between(from: Cell, to: Cell, share: number): Cell {
  const step = (a: number, b: number) => even(a + (b - a) * share);
  return {
    ...to,
    x: step(from.x, to.x),
    y: step(from.y, to.y),
    width: Math.max(2, step(from.width, to.width)),
    height: Math.max(2, step(from.height, to.height)),
    border: step(from.border, to.border),
    // Seen whole in one of the two, a picture must not jump: it is cut to its cell on the way.
    fit: from.fit === to.fit ? to.fit : 'fill',
  };
}

function area({ width, height }: Cell): number {
  return width * height;
}
