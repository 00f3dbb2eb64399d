import { expect, test } from 'vitest';
import { drawSlate } from './slate';

function brightest(data: Uint8Array, width: number, fromRow: number, toRow: number): number {
  return data.subarray(fromRow * width, toRow * width).reduce((most, value) => Math.max(most, value), 0);
}

test.each([
  ['a short title', 'Final'],
  [
    'a long title',
    'Under-15 Girls Regional Championship, Quarter Final between Saint Nazaire and Bad Münstereifel',
  ],
  ['one very long word', 'W'.repeat(60)],
  ['other scripts', 'Žalgiris – Спартак – Ολυμπιακός'],
  ['nothing', ''],
])('%s stands inside the picture, on a ground that nobody takes for black', (_what, title) => {
  const { data } = drawSlate(title, 640, 360);
  expect(data.length).toBe((640 * 360 * 3) / 2);
  // ffmpeg's blackdetect calls a pixel black up to luma 38.
  const darkest = data.subarray(0, 640 * 360).reduce((least, value) => Math.min(least, value), 255);
  expect(darkest).toBeGreaterThan(45);
  expect(brightest(data, 640, 0, 20)).toBeLessThan(100);
  expect(brightest(data, 640, 340, 360)).toBeLessThan(100);
  if (title) expect(brightest(data, 640, 100, 260)).toBeGreaterThan(180);
  const edges = Array.from({ length: 360 }, (_, y) =>
    Math.max(data[y * 640 + 2] ?? 0, data[y * 640 + 637] ?? 0),
  );
  expect(Math.max(...edges)).toBeLessThan(100);
});
