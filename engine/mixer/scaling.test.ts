import { expect, test } from 'vitest';
import { letterbox } from './scaling';

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
