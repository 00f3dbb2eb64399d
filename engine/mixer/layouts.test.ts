import { beforeAll, beforeEach, expect, test } from 'vitest';
import { FITS, type LayoutOptions } from '../../contract/program';
import { LAYOUTS } from '../../contract/vocabulary';
import { type Cell, cellsOf } from '../../core/layout';
import {
  colorAt,
  GuardedPixels,
  largestDifference,
  noise,
  plain,
  quarters,
  QUARTERS,
} from '../../tests/support/engine/drawn-frames';
import type { Rotation } from '../inputs/ffi';
import type { CameraFrame } from '../inputs/frame-slot';
import type { Picture } from '../types';
import { Compositor, type PlacedPicture } from './compositor';
import { colorOf } from './picture-painter';
import { Pixels } from './pixels';
import { loadSimd } from './simd-module';

const FRAME = { width: 640, height: 360 };
const BACKDROP_COLOR = [70, 140, 120];
const BLACK = [16, 128, 128];
const TURNS: Rotation[] = [0, 90, 180, 270];

let module: WebAssembly.Module;
let pixels: GuardedPixels;
let compositor: Compositor;
const backdrop = plain(FRAME.width, FRAME.height, BACKDROP_COLOR);

beforeAll(async () => {
  module = await loadSimd();
}, 60_000);

beforeEach(() => {
  pixels = new GuardedPixels(module);
  compositor = new Compositor(pixels, FRAME.width, FRAME.height);
});

function placed(layout: (typeof LAYOUTS)[number], options: LayoutOptions, frames: CameraFrame[]) {
  return cellsOf(layout, options, FRAME).map((cell, i): PlacedPicture => {
    const frame = frames[i % frames.length];
    if (!frame) throw new Error('no frame');
    return { frame, cell };
  });
}

/** The colours of the four quarters of a cell, a third from its middle. */
function quartersOf(picture: Picture, cell: Cell): number[][] {
  return [
    [-1, -1],
    [1, -1],
    [-1, 1],
    [1, 1],
  ].map(([x = 0, y = 0]) =>
    colorAt(
      picture,
      Math.round(cell.x + cell.width / 2 + (x * cell.width) / 12),
      Math.round(cell.y + cell.height / 2 + (y * cell.height) / 12),
    ),
  );
}

function isIn(cell: Cell, x: number, y: number): boolean {
  return x >= cell.x && y >= cell.y && x < cell.x + cell.width && y < cell.y + cell.height;
}

/** Points beside the cells that are not the backdrop's. */
function strangers(picture: Picture, pictures: readonly PlacedPicture[]): number {
  let count = 0;
  for (let y = 0; y < FRAME.height; y += 6) {
    for (let x = 0; x < FRAME.width; x += 6) {
      if (pictures.some(({ cell }) => isIn(cell, x, y))) continue;
      count += Number(colorAt(picture, x, y).join() !== BACKDROP_COLOR.join());
    }
  }
  return count;
}

test.each(
  LAYOUTS.flatMap((layout) =>
    FITS.flatMap((fit) => TURNS.map((turn): [typeof layout, typeof fit, Rotation] => [layout, fit, turn])),
  ),
)('%s, %s, turned by %i: every picture is upright in the middle of its cell', (layout, fit, turn) => {
  for (const [width, height] of [
    [640, 360],
    [1280, 720],
    [360, 640],
    [641, 481],
    [333, 187],
  ] as const) {
    const pictures = placed(layout, { fit }, [quarters(width, height, turn)]);
    const picture = compositor.compose(pictures, backdrop, 'from');
    const last = pictures.at(-1);
    for (const { cell } of pictures) {
      // The inset of a picture in picture lies over a corner of the first one, not over its middle.
      expect(quartersOf(picture, cell)).toEqual(QUARTERS);
      const edge = colorAt(picture, cell.x + cell.border, cell.y + cell.border);
      const isCovered = last && cell !== last.cell && isIn(last.cell, cell.x, cell.y);
      if (cell.fit === 'fill' && !isCovered) expect(edge).toEqual(QUARTERS[0]);
    }
    expect(strangers(picture, pictures)).toBe(0);
  }
  expect(pixels.overruns()).toBe(0);
});

test('a picture of another shape has black bars in its cell where all of it is seen', () => {
  const [left] = placed('side-by-side', { fit: 'fit' }, [quarters(640, 360)]);
  const picture = compositor.compose(left ? [left] : [], backdrop, 'from');
  expect(colorAt(picture, 4, 4)).toEqual(BLACK);
  expect(colorAt(picture, 4, FRAME.height - 4)).toEqual(BLACK);
  expect(colorAt(picture, 4, FRAME.height / 2 - 20)).toEqual(QUARTERS[0]);
  expect(colorAt(picture, FRAME.width / 2 + 4, 4)).toEqual(BACKDROP_COLOR);
});

test('a border has its colour and its width, inside the place of its cell', () => {
  const cell: Cell = {
    x: 100,
    y: 60,
    width: 200,
    height: 120,
    fit: 'fill',
    border: 4,
    borderColor: '#ff0000',
  };
  const picture = compositor.compose([{ frame: quarters(640, 360), cell }], backdrop, 'from');
  const red = [...colorOf('#ff0000')];
  expect(red).toEqual([82, 90, 240]);
  for (const [x, y] of [
    [100, 60],
    [103, 63],
    [200, 61],
    [299, 179],
    [296, 176],
    [101, 120],
    [298, 120],
    [200, 178],
  ] as const)
    expect(colorAt(picture, x, y)).toEqual(red);
  expect(colorAt(picture, 104, 64)).toEqual(QUARTERS[0]);
  expect(colorAt(picture, 295, 175)).toEqual(QUARTERS[3]);
  for (const [x, y] of [
    [99, 60],
    [100, 59],
    [300, 100],
    [200, 180],
  ] as const)
    expect(colorAt(picture, x, y)).toEqual(BACKDROP_COLOR);
});

test('a cell that comes in goes from what is beneath it to its picture, bars and border too', () => {
  const frame = quarters(640, 360);
  const cell: Cell = {
    x: 130,
    y: 60,
    width: 202,
    height: 120,
    fit: 'fill',
    border: 4,
    borderColor: '#ff0000',
  };
  const at = (opacity: number) =>
    compositor.compose([{ frame, cell, opacity }], backdrop, 'from').data.slice();
  expect(largestDifference(at(0), backdrop.data)).toBe(0);
  const full = at(1);
  const mean = full.map((value, i) => (value + (backdrop.data[i] ?? 0) + 1) >> 1);
  expect(largestDifference(at(0.5), mean)).toBe(0);
  expect(largestDifference(at(1), full)).toBe(0);
  expect(pixels.overruns()).toBe(0);
});

test('a cell that fills the picture without a change of size has the very bytes of its frame', () => {
  const frame = noise(FRAME.width, FRAME.height);
  const { data } = compositor.compose(placed('single', {}, [frame]), backdrop, 'from');
  expect(largestDifference(data, frame.data)).toBe(0);
});

test('both slots hold a picture at once, also when a larger camera comes', () => {
  const from = compositor.compose(placed('single', {}, [quarters(320, 180)]), backdrop, 'from');
  const before = from.data.slice();
  const to = compositor.compose(placed('quad', {}, [quarters(3840, 2160)]), backdrop, 'to');
  expect(largestDifference(from.data, before)).toBe(0);
  for (const cell of cellsOf('quad', {}, FRAME)) expect(quartersOf(to, cell)).toEqual(QUARTERS);
});

test.each(LAYOUTS.flatMap((layout) => FITS.map((fit): [typeof layout, typeof fit] => [layout, fit])))(
  '%s, %s: what is drawn again for one new frame is what is drawn anew',
  (layout, fit) => {
    const frames = [noise(480, 640), noise(320, 180), noise(640, 360), noise(641, 361)];
    compositor.compose(placed(layout, { fit }, frames), backdrop, 'to');
    // Of the same shape, of another one, and as it was.
    const next = [
      noise(480, 640, 0, 1),
      noise(320, 180, 90, 1),
      noise(360, 640, 0, 1),
      noise(641, 361, 0, 1),
    ];
    next.forEach((frame, i) => {
      frames[i] = frame;
      const again = compositor.compose(placed(layout, { fit }, frames), backdrop, 'to').data;
      const anew = new Compositor(new Pixels(module), FRAME.width, FRAME.height);
      const { data } = anew.compose(placed(layout, { fit }, frames), backdrop, 'to');
      expect(largestDifference(again, data)).toBe(0);
    });
  },
);

test('a new backdrop is seen at once', () => {
  const pictures = placed('split', {}, [quarters(640, 360)]);
  compositor.compose(pictures, backdrop, 'from');
  const other = plain(FRAME.width, FRAME.height, [90, 100, 110]);
  expect(colorAt(compositor.compose(pictures, other, 'from'), 2, 2)).toEqual([90, 100, 110]);
});

test('cells of any size and place, also outside and odd, write nothing beside the picture', () => {
  const frames = TURNS.flatMap((turn) => [
    noise(333, 187, turn),
    noise(640, 360, turn),
    noise(16, 1200, turn),
  ]);
  let seed = 1;
  const random = (limit: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * limit);
  };
  for (let i = 0; i < 300; i += 1) {
    const cell: Cell = {
      x: random(800) - 80,
      y: random(500) - 70,
      width: random(700),
      height: random(400),
      fit: FITS[i % 2] ?? 'fit',
      border: random(30),
      borderColor: '#00ff00',
    };
    const frame = frames[i % frames.length];
    if (frame) compositor.compose([{ frame, cell, opacity: i % 3 === 0 ? 0.4 : 1 }], backdrop, 'from');
  }
  expect(pixels.overruns()).toBe(0);
  expect(pixels.bytes).toBeLessThan(8_000_000);
});
