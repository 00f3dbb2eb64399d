import { beforeAll, beforeEach, expect, test } from 'vitest';
import { DIRECTIONS, type TimedTransition } from '../../contract/program';
import { TRANSITIONS } from '../../contract/vocabulary';
import {
  colorAt,
  GuardedPixels,
  largestDifference,
  noise,
  plain,
} from '../../tests/support/engine/drawn-frames';
import type { Picture } from '../types';
import { Compositor } from './compositor';
import { colorOf } from './picture-painter';
import { planesOf } from './pixels';
import { loadSimd } from './simd-module';

const WIDTH = 326;
const HEIGHT = 182;
const SHARES = [0, 0.001, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.999, 1];
const DARK = [40, 60, 200];
const LIGHT = [200, 180, 80];

let module: WebAssembly.Module;
let pixels: GuardedPixels;
let compositor: Compositor;
const dark = plain(WIDTH, HEIGHT, DARK);
const light = plain(WIDTH, HEIGHT, LIGHT);

beforeAll(async () => {
  module = await loadSimd();
}, 60_000);

beforeEach(() => {
  pixels = new GuardedPixels(module);
  compositor = new Compositor(pixels, WIDTH, HEIGHT);
});

const TIMED = TRANSITIONS.flatMap((kind): TimedTransition[] => {
  if (kind === 'cut') return [];
  if (kind === 'mix' || kind === 'dip') return [{ kind, frames: 10, color: '#2040ff' }];
  return DIRECTIONS.map((direction) => ({ kind, frames: 10, direction }));
});

test.each(TIMED)(
  '$kind $direction begins and ends with the very bytes, and writes nothing else',
  (transition) => {
    const [from, to] = [noise(WIDTH, HEIGHT, 0, 1), noise(WIDTH, HEIGHT, 0, 2)];
    const [before, after] = [from.data.slice(), to.data.slice()];
    for (const share of SHARES) compositor.blend(from, to, transition, share);
    expect(largestDifference(compositor.blend(from, to, transition, 0).data, before)).toBe(0);
    expect(largestDifference(compositor.blend(from, to, transition, 1).data, after)).toBe(0);
    expect(largestDifference(from.data, before)).toBe(0);
    expect(largestDifference(to.data, after)).toBe(0);
    expect(pixels.overruns()).toBe(0);
  },
);

test.each(TIMED.filter(({ kind }) => kind !== 'dip'))(
  '$kind $direction goes on with every step, in luma and chroma alike',
  (transition) => {
    const sums = (picture: Picture) =>
      planesOf(WIDTH, HEIGHT).map(({ offset, width, height }) => {
        const plane = picture.data.subarray(offset, offset + width * height);
        return plane.reduce((sum, value) => sum + value, 0) / plane.length;
      });
    let last = [DARK[0] ?? 0];
    for (const share of SHARES) {
      const [y = 0, u = 0, v = 0] = sums(compositor.blend(dark, light, transition, share));
      expect(y).toBeGreaterThanOrEqual(last[0] ?? 0);
      const done = [(y - 40) / 160, (u - 60) / 120, (v - 200) / -120];
      const isCorner = transition.direction?.includes('-') ?? false;
      // A wipe is ahead by its soft edge; of slides to a corner the new picture's area grows as a square.
      const expected = isCorner && transition.kind !== 'wipe' ? share * share : share;
      const corner = isCorner && transition.kind === 'wipe' ? 2 * Math.min(share, 1 - share) ** 2 : null;
      const wiped = corner === null ? expected : share < 0.5 ? corner : 1 - corner;
      for (const part of done) expect(Math.abs(part - wiped)).toBeLessThan(0.03);
      last = [y];
    }
  },
);

test('a mix is the weighted mean', () => {
  const [from, to] = [noise(WIDTH, HEIGHT, 0, 1), noise(WIDTH, HEIGHT, 0, 2)];
  for (const share of SHARES) {
    const mixed = compositor.blend(from, to, { kind: 'mix', frames: 10 }, share).data;
    const mean = from.data.map((value, i) => Math.round(value + ((to.data[i] ?? 0) - value) * share));
    expect(largestDifference(mixed, mean)).toBeLessThanOrEqual(1);
  }
});

test('a dip is its colour half way, and black where none is named', () => {
  expect(
    colorAt(compositor.blend(dark, light, { kind: 'dip', frames: 9, color: '#2040ff' }, 0.5), 9, 9),
  ).toEqual([...colorOf('#2040ff')]);
  const black = compositor.blend(dark, light, { kind: 'dip', frames: 9 }, 0.5);
  expect(colorAt(black, 9, 9)).toEqual([16, 128, 128]);
  expect(colorAt(black, WIDTH - 1, HEIGHT - 1)).toEqual([16, 128, 128]);
  const quarter = colorAt(compositor.blend(dark, light, { kind: 'dip', frames: 9 }, 0.25), 9, 9);
  expect(quarter).toEqual([28, 94, 164]);
  const end = colorAt(compositor.blend(dark, light, { kind: 'dip', frames: 9 }, 0.75), 9, 9);
  expect(end).toEqual([108, 154, 104]);
});

/** A point near the side or corner that the new picture comes from, and one near that which it goes to. */
function ends(direction: (typeof DIRECTIONS)[number]): [first: [number, number], last: [number, number]] {
  const x = direction.includes('left') ? 1 : direction.includes('right') ? -1 : 0;
  const y = direction.includes('up') ? 1 : direction.includes('down') ? -1 : 0;
  const at = (sign: number): [number, number] => [
    Math.round(WIDTH / 2 + sign * x * (WIDTH / 2 - 8)),
    Math.round(HEIGHT / 2 + sign * y * (HEIGHT / 2 - 8)),
  ];
  return [at(1), at(-1)];
}

test.each(TIMED.filter(({ direction }) => direction !== undefined))(
  '$kind $direction has the new picture where it comes from and not yet where it goes to',
  (transition) => {
    const [[x1, y1], [x2, y2]] = ends(transition.direction ?? 'left');
    for (const share of [0.3, 0.5, 0.7]) {
      const picture = compositor.blend(dark, light, transition, share);
      expect(colorAt(picture, x1, y1)).toEqual(LIGHT);
      expect(colorAt(picture, x2, y2)).toEqual(DARK);
    }
  },
);

test.each(DIRECTIONS)('a wipe %s has an edge that is soft and lets the pictures stand', (direction) => {
  const [from, to] = [noise(WIDTH, HEIGHT, 0, 1), noise(WIDTH, HEIGHT, 0, 2)];
  const picture = compositor.blend(from, to, { kind: 'wipe', frames: 9, direction }, 0.5);
  let soft = 0;
  let strange = 0;
  const luma = WIDTH * HEIGHT;
  for (let i = 0; i < luma; i += 1) {
    const value = picture.data[i] ?? 0;
    const [a = 0, b = 0] = [from.data[i], to.data[i]];
    strange += Number(value < Math.min(a, b) || value > Math.max(a, b));
    if (value !== a && value !== b) soft += 1;
  }
  expect(strange).toBe(0);
  const edge = direction.includes('-')
    ? Math.hypot(WIDTH, HEIGHT)
    : direction === 'left' || direction === 'right'
      ? HEIGHT
      : WIDTH;
  // Two per cent of the width, across the edge; the diagonal's is a little shorter or longer.
  expect(soft / edge / WIDTH).toBeGreaterThan(0.01);
  expect(soft / edge / WIDTH).toBeLessThan(0.03);
});

test.each(DIRECTIONS)(
  'a push %s moves both pictures by even steps, a slide only the new one',
  (direction) => {
    const [from, to] = [noise(WIDTH, HEIGHT, 0, 1), noise(WIDTH, HEIGHT, 0, 2)];
    const x = direction.includes('left') ? -1 : direction.includes('right') ? 1 : 0;
    const y = direction.includes('up') ? -1 : direction.includes('down') ? 1 : 0;
    for (const share of [0.003, 0.25, 0.5, 0.997]) {
      const gone = {
        x: x * 2 * Math.round((share * WIDTH) / 2),
        y: y * 2 * Math.round((share * HEIGHT) / 2),
      };
      const coming = { x: gone.x - x * WIDTH, y: gone.y - y * HEIGHT };
      for (const kind of ['push', 'slide'] as const) {
        const picture = compositor.blend(from, to, { kind, frames: 9, direction }, share);
        let wrong = 0;
        for (let py = 0; py < HEIGHT; py += 7) {
          for (let px = 0; px < WIDTH; px += 9) {
            const isInside = (by: { x: number; y: number }) =>
              px >= by.x && py >= by.y && px < by.x + WIDTH && py < by.y + HEIGHT;
            const expected = isInside(coming)
              ? colorAt(to, px - coming.x, py - coming.y)
              : kind === 'push' && isInside(gone)
                ? colorAt(from, px - gone.x, py - gone.y)
                : colorAt(from, px, py);
            wrong += Number(colorAt(picture, px, py).join() !== expected.join());
          }
        }
        expect(wrong).toBe(0);
      }
    }
  },
);

test('a picture that is held stays as it was in the middle of a transition', () => {
  const mix: TimedTransition = { kind: 'mix', frames: 10 };
  const held = compositor.hold(compositor.blend(dark, light, mix, 0.5));
  expect(colorAt(held, 9, 9)).toEqual([120, 120, 140]);
  const next = compositor.hold(compositor.blend(held, light, mix, 0.5));
  compositor.blend(light, dark, mix, 0.9);
  expect(colorAt(held, 9, 9)).toEqual([120, 120, 140]);
  expect(colorAt(next, 9, 9)).toEqual([160, 150, 110]);
});

test('a transition is faded to black as any picture is', () => {
  const half = compositor.blend(dark, light, { kind: 'mix', frames: 10 }, 0.5);
  expect(colorAt(compositor.fade(half, 0.5), 9, 9)).toEqual([68, 124, 134]);
});
