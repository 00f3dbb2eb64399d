import { expect, test } from 'vitest';
import { cover, letterbox, uncovered } from './scaling';

const HD = { width: 1280, height: 720 };

test.each([
  ['the same size', 1280, 720, { x: 0, y: 0, width: 1280, height: 720 }],
  ['smaller, same shape', 320, 180, { x: 0, y: 0, width: 1280, height: 720 }],
  ['larger, same shape', 1920, 1080, { x: 0, y: 0, width: 1280, height: 720 }],
  ['4:3', 640, 480, { x: 160, y: 0, width: 960, height: 720 }],
  ['upright phone', 720, 1280, { x: 436, y: 0, width: 406, height: 720 }],
  ['very wide', 2560, 720, { x: 0, y: 180, width: 1280, height: 360 }],
  ['odd size', 641, 361, { x: 0, y: 0, width: 1278, height: 720 }],
])('%s: %i × %i', (_what, width, height, place) => {
  expect(letterbox({ width, height }, HD)).toEqual(place);
});

test('the place is even and inside the frame for every shape', () => {
  for (let width = 2; width < 4000; width += 37) {
    for (let height = 2; height < 4000; height += 41) {
      const place = letterbox({ width, height }, HD);
      expect([place.x, place.y, place.width, place.height].every((side) => side >= 0 && side % 2 === 0)).toBe(
        true,
      );
      expect(place.x + place.width).toBeLessThanOrEqual(HD.width);
      expect(place.y + place.height).toBeLessThanOrEqual(HD.height);
      expect(Math.min(place.width, place.height)).toBeGreaterThan(0);
    }
  }
});

test.each([
  ['the same shape', 1920, 1080, { x: 0, y: 0, width: 1920, height: 1080 }],
  ['upright phone', 720, 1280, { x: 0, y: 436, width: 720, height: 406 }],
  ['4:3', 640, 480, { x: 0, y: 60, width: 640, height: 360 }],
  ['very wide', 2560, 720, { x: 640, y: 0, width: 1280, height: 720 }],
  ['nearly the same shape, odd', 641, 361, { x: 0, y: 0, width: 641, height: 361 }],
])('%s: what of %i × %i fills a frame', (_what, width, height, part) => {
  expect(cover({ width, height }, HD)).toEqual(part);
});

test('what is cut out is even, in the middle and inside the picture for every shape', () => {
  for (let width = 16; width < 4000; width += 137) {
    for (let height = 16; height < 4000; height += 141) {
      const part = cover({ width, height }, { width: 640, height: 720 });
      const misfits = [
        part.x % 2 !== 0 || part.y % 2 !== 0,
        part.x + part.width > width || part.y + part.height > height,
        Math.min(part.x, part.y) < 0 || Math.min(part.width, part.height) < 2,
        Math.abs(width - part.width - 2 * part.x) > 3 || Math.abs(height - part.height - 2 * part.y) > 3,
      ];
      expect(misfits).toEqual([false, false, false, false]);
    }
  }
});

test('what holes leave of a rectangle covers it once', () => {
  const whole = { x: 0, y: 0, width: 20, height: 12 };
  const holes = [
    { x: 2, y: 2, width: 6, height: 6 },
    { x: 6, y: 4, width: 20, height: 2 },
    { x: 30, y: 0, width: 4, height: 4 },
  ];
  const counts = new Map<string, number>();
  for (const part of [...uncovered(whole, holes), ...holes.slice(0, 2)]) {
    for (let y = part.y; y < part.y + part.height; y += 1) {
      for (let x = part.x; x < Math.min(20, part.x + part.width); x += 1) {
        counts.set(`${x},${y}`, (counts.get(`${x},${y}`) ?? 0) + 1);
      }
    }
  }
  expect(counts.size).toBe(240);
  // The two holes overlap in four points.
  expect([...counts.values()].filter((count) => count > 1)).toEqual([2, 2, 2, 2]);
  expect(uncovered(whole, [whole])).toEqual([]);
});
