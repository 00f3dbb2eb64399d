import { beforeAll, expect, test } from 'vitest';
import type { CameraFrame } from '../inputs/frame-slot';
import type { Rotation } from '../inputs/ffi';
import type { Picture } from '../types';
import { Compositor } from './compositor';
import { letterbox } from './scaling';
import { loadSimd } from './simd-module';
import { largestDifference, noise, sampleOf, turned } from '../../tests/support/engine/drawn-frames';
import { i420Bytes, Pixels, type Plane, planesOf } from './pixels';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadSimd();
}, 60_000);

function grey(width: number, height: number): CameraFrame {
  return { width, height, rotation: 0, data: new Uint8Array(i420Bytes(width, height)).fill(100) };
}

/** Half the width and height as often as a scaler would otherwise leave samples out. */
function halved(picture: Picture, plane: Plane, w: number, h: number): Picture & { plane: Plane } {
  let { width, height } = plane;
  let data = picture.data.slice(plane.offset, plane.offset + width * height);
  while (Math.max(width / w, height / h) >= 2) {
    const [before, beforeHeight, source] = [width, height, data];
    const at = (x: number, y: number) =>
      source[Math.min(beforeHeight - 1, y) * before + Math.min(before - 1, x)] ?? 0;
    width = Math.ceil(before / 2);
    height = Math.ceil(beforeHeight / 2);
    data = Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [(i % width) * 2, Math.floor(i / width) * 2];
      return Math.round((at(x, y) + at(x + 1, y) + at(x, y + 1) + at(x + 1, y + 1)) / 4);
    });
  }
  return { width, height, data, plane: { offset: 0, width, height, chroma: plane.chroma } };
}

/** Letterbox and bilinear scale in floating point. */
function reference(frame: CameraFrame, width: number, height: number): Uint8Array {
  const picture = turned(frame, frame.rotation);
  const place = letterbox(picture, { width, height });
  const out = new Uint8Array(i420Bytes(width, height));
  const from = planesOf(picture.width, picture.height);
  planesOf(width, height).forEach((plane, i) => {
    const halve = plane.chroma ? 2 : 1;
    out.fill(plane.chroma ? 128 : 16, plane.offset, plane.offset + plane.width * plane.height);
    const [w, h] = [place.width / halve, place.height / halve];
    const small = halved(picture, from[i] ?? from[0], w, h);
    const source = small.plane;
    const sample = (x: number, y: number) => sampleOf(small, source, x, y);
    for (let y = 0; y < h; y += 1) {
      for (let x = 0; x < w; x += 1) {
        const sx = Math.max(0, Math.min(source.width - 1, ((x + 0.5) * source.width) / w - 0.5));
        const sy = Math.max(0, Math.min(source.height - 1, ((y + 0.5) * source.height) / h - 0.5));
        const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
        const mix = (a: number, b: number, t: number) => a + (b - a) * t;
        const upper = mix(sample(x0, y0), sample(x0 + 1, y0), sx - x0);
        const lower = mix(sample(x0, y0 + 1), sample(x0 + 1, y0 + 1), sx - x0);
        const at = plane.offset + (y + place.y / halve) * plane.width + x + place.x / halve;
        out[at] = Math.round(mix(upper, lower, sy - y0));
      }
    }
  });
  return out;
}

const TURNS: Rotation[] = [0, 90, 180, 270];
const SIZES: [number, number][] = [
  [320, 180],
  [640, 360],
  [960, 540],
  [1280, 720],
  [1920, 1080],
  [480, 640],
  [322, 182],
  [641, 361],
  [16, 16],
];

test.each(
  SIZES.flatMap(([width, height]) => TURNS.map((turn): [number, number, Rotation] => [width, height, turn])),
)('%i × %i turned by %i comes out as plain JavaScript would make it', (width, height, turn) => {
  const frame = noise(width, height, turn);
  const placed = new Compositor(new Pixels(module), 640, 360).place(frame);
  // Two roundings of one half and a weight of 8 bits.
  expect(largestDifference(placed.data, reference(frame, 640, 360))).toBeLessThanOrEqual(2);
});

test.each([
  [5120, 1440],
  [2880, 5120],
])('a shared screen of %i × %i comes out scaled down', (width, height) => {
  const frame = noise(width, height);
  const placed = new Compositor(new Pixels(module), 640, 360).place(frame);
  expect(largestDifference(placed.data, reference(frame, 640, 360))).toBeLessThanOrEqual(2);
});

test('sizes that change in mid-stream leave nothing of the picture before', () => {
  const compositor = new Compositor(new Pixels(module), 640, 360);
  for (const [width, height] of SIZES) compositor.place(noise(width, height));
  const frame = noise(480, 640);
  expect(largestDifference(compositor.place(frame).data, reference(frame, 640, 360))).toBeLessThanOrEqual(2);
});

test('memory has a bound, whatever sizes a phone sends', () => {
  const pixels = new Pixels(module);
  const compositor = new Compositor(pixels, 640, 360);
  const sweep = () => {
    for (let i = 0; i < 200; i += 1) compositor.place(grey(200 + i * 2, 640 - i));
  };
  sweep();
  const before = pixels.bytes;
  sweep();
  expect(pixels.bytes).toBe(before);
  expect(before).toBeLessThan(8_000_000);
});

test('a fade ends in black and begins with the picture itself', () => {
  const compositor = new Compositor(new Pixels(module), 640, 360);
  const frame = noise(640, 360);
  expect(compositor.fade(frame, 1).data).toBe(frame.data);
  const half = compositor.fade(frame, 0.5).data;
  const luma = 640 * 360;
  expect(half[100]).toBe(16 + Math.round(((frame.data[100] ?? 0) - 16) / 2));
  expect(
    Math.abs((half[luma + 7] ?? 0) - (128 + ((frame.data[luma + 7] ?? 0) - 128) / 2)),
  ).toBeLessThanOrEqual(1);
  const black = compositor.fade(frame, 0).data;
  expect(black.subarray(0, luma).every((value) => value === 16)).toBe(true);
  expect(black.subarray(luma).every((value) => value === 128)).toBe(true);
});
