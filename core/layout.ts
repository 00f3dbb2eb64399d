import { type Corner, type Fit, LAYOUT_DEFAULTS, type LayoutOptions, type Scene } from '../contract/program';
import type { CellFallback, Layout } from '../contract/vocabulary';

/**
 * Where the cells of each layout lie: one rule for the engine's picture, the director's small one and the
 * page that other engines film. Cells come in the order in which they are drawn; the first is the main
 * camera.
 */

export interface Cell {
  /** Pixels of the frame, all even, because I420 has one chroma sample for two pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
  fit: Fit;
  /** Pixels around the cell, inside its place; 0 for none. */
  border: number;
  /** `#rrggbb`. */
  borderColor: string;
}

export interface FrameSize {
  width: number;
  height: number;
}

export const CELL_COUNTS: Record<Layout, number> = {
  single: 1,
  'side-by-side': 2,
  'picture-in-picture': 2,
  quad: 4,
  'two-plus-one': 3,
  split: 2,
};

/** Shares of the frame: x, y, width, height. */
type Share = readonly [number, number, number, number];

const HALF = 0.5;
const THIRD = 1 / 3;
/** Of the frame's width, between the two cells of a split and around them. */
const GAP = 0.02;
/** A cell of a split keeps 16:9, so that below both there is room for the score. */
const SPLIT_CELL = (1 - 3 * GAP) / 2;
const SPLIT_TOP = 0.16;

const SHARES: Record<Exclude<Layout, 'picture-in-picture'>, readonly Share[]> = {
  single: [[0, 0, 1, 1]],
  'side-by-side': [
    [0, 0, HALF, 1],
    [HALF, 0, HALF, 1],
  ],
  quad: [
    [0, 0, HALF, HALF],
    [HALF, 0, HALF, HALF],
    [0, HALF, HALF, HALF],
    [HALF, HALF, HALF, HALF],
  ],
  'two-plus-one': [
    [0, 0, 2 * THIRD, 1],
    [2 * THIRD, 0, THIRD, HALF],
    [2 * THIRD, HALF, THIRD, HALF],
  ],
  split: [
    [GAP, SPLIT_TOP, SPLIT_CELL, SPLIT_CELL],
    [2 * GAP + SPLIT_CELL, SPLIT_TOP, SPLIT_CELL, SPLIT_CELL],
  ],
};

/** Distance of a picture in picture from the frame's edges, of the frame's height: inside title-safe. */
const INSET_MARGIN = 0.05;

/** The cells of a layout in a frame, as many as `CELL_COUNTS` says, drawn one after the other. */
export function cellsOf(layout: Layout, options: LayoutOptions, frame: FrameSize): Cell[] {
  const { corner, size, border, borderColor, fit } = { ...LAYOUT_DEFAULTS, ...defined(options) };
  const plain = { fit: layout === 'single' ? ('fit' as const) : fit, border: 0, borderColor };
  if (layout !== 'picture-in-picture') {
    return SHARES[layout].map((share) => ({ ...inPixels(share, frame), ...plain }));
  }
  const inset = { ...insetOf(corner, size, frame), fit, borderColor };
  return [
    { ...inPixels([0, 0, 1, 1], frame), ...plain, fit: 'fit' },
    { ...inset, border: Math.round((border * frame.height) / 720 / 2) * 2 },
  ];
}

function insetOf(corner: Corner, size: number, frame: FrameSize) {
  const width = even(size * frame.width);
  const height = even(size * frame.height);
  const margin = even(INSET_MARGIN * frame.height);
  const x = corner.endsWith('left') ? margin : frame.width - margin - width;
  const y = corner.startsWith('top') ? margin : frame.height - margin - height;
  return { x, y, width, height };
}

/** By its edges, so that cells that touch have no line of the background between them. */
function inPixels([x, y, width, height]: Share, frame: FrameSize) {
  const left = even(x * frame.width);
  const top = even(y * frame.height);
  return {
    x: left,
    y: top,
    width: even((x + width) * frame.width) - left,
    height: even((y + height) * frame.height) - top,
  };
}

/** The nearest even number. */
export function even(length: number): number {
  return Math.round(length / 2) * 2;
}

/** Without the entries that are undefined, which would hide the defaults. */
function defined<T extends object>(options: T): Partial<T> {
  const known = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Partial<T>;
}

/** The layout for so many cameras. */
const LAYOUT_FOR: readonly Layout[] = ['single', 'single', 'side-by-side', 'two-plus-one', 'quad'];

/**
 * The scene after cameras have gone: with the slate in their cells, or closed up. Closed up, the layout
 * changes with the number of cells only, and a scene of which nothing is left is the slate.
 */
export function withoutCells(scene: Scene, isGone: (cell: number) => boolean, rule: CellFallback): Scene {
  if (rule === 'slate') {
    return { ...scene, cells: scene.cells.map((cameraId, cell) => (isGone(cell) ? null : cameraId)) };
  }
  const cells = scene.cells.filter((_, cell) => !isGone(cell));
  if (cells.length === scene.cells.length) return scene;
  return { ...scene, layout: LAYOUT_FOR[cells.length] ?? 'quad', cells: cells.length > 0 ? cells : [null] };
}
