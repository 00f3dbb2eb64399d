import { expect, test } from 'vitest';
import type { CameraFrame } from './frame-slot';
import { PictureWatch } from './picture-watch';

const WIDTH = 320;
const HEIGHT = 180;
const TICK_MS = 1000 / 30;

type Draw = (x: number, y: number, tick: number) => number;

const grass: Draw = (x, y) => 90 + ((x * 7 + y * 13) % 60);
const noisy: Draw = (x, y, tick) => grass(x, y, tick) + ((x * 31 + y * 17 + tick * 29) % 5) - 2;
/** A ball of 6 × 6 far away, on a picture without any noise. */
const ball: Draw = (x, y, tick) => {
  const at = (tick * 2) % WIDTH;
  return x >= at && x < at + 6 && y >= 90 && y < 96 ? 230 : grass(x, y, tick);
};
/** What an encoder makes of a picture that stands: a little here and there. */
const refined: Draw = (x, y, tick) => grass(x, y, tick) + ((x + y + tick) % 97 === 0 ? 3 : 0);
const covered: Draw = (x, y, tick) => 18 + ((x + y + tick) % 7);
/** Floodlights and a white line. */
const night: Draw = (x, y, tick) => (y === 61 || (x < 12 && y < 12) ? 220 : covered(x, y, tick));

function frameOf(draw: Draw, tick: number): CameraFrame {
  const data = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128);
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) data[y * WIDTH + x] = draw(x, y, tick);
  return { width: WIDTH, height: HEIGHT, rotation: 0, data };
}

/** A camera on the air, tick by tick, and after what time of each stretch a change was seen. */
function watch(...stretches: { draw: Draw; ms: number; camera?: string }[]) {
  const watching = new PictureWatch();
  const changes: { trouble: string | null; afterMs: number }[] = [];
  let tick = 0;
  for (const { draw, ms, camera = 'a' } of stretches) {
    const from = tick;
    for (; (tick - from) * TICK_MS < ms; tick++) {
      if (watching.look(camera, camera, () => frameOf(draw, tick), 5000 + tick * TICK_MS))
        changes.push({ trouble: watching.troubleOf(camera), afterMs: (tick - from) * TICK_MS });
    }
  }
  return changes;
}

test('a picture that stands still is found within 2.3 s, and that it moves again at once', () => {
  const changes = watch({ draw: noisy, ms: 1500 }, { draw: grass, ms: 4000 }, { draw: noisy, ms: 500 });
  expect(changes.map(({ trouble }) => trouble)).toEqual(['still', null]);
  expect(changes[0]?.afterMs).toBeGreaterThanOrEqual(2000);
  expect(changes[0]?.afterMs).toBeLessThan(2300);
  expect(changes[1]?.afterMs).toBeLessThan(200);
});

test('small changes of an encoder are no movement', () => {
  expect(watch({ draw: refined, ms: 4000 }).map(({ trouble }) => trouble)).toEqual(['still']);
});

test('noise, or a ball far away, is', () => {
  expect(watch({ draw: noisy, ms: 5000 }, { draw: ball, ms: 5000 })).toEqual([]);
});

test('a covered lens is found within 1.3 s, and a match by night is not black', () => {
  const changes = watch({ draw: noisy, ms: 1000 }, { draw: covered, ms: 1500 }, { draw: night, ms: 1500 });
  expect(changes.map(({ trouble }) => trouble)).toEqual(['black', null]);
  expect(changes[0]?.afterMs).toBeLessThan(1300);
});

test('a hand before the lens for a moment, and a player who waits for one, are nothing', () => {
  const second = { draw: grass, ms: 1500 };
  expect(
    watch({ draw: noisy, ms: 500 }, { draw: covered, ms: 800 }, second, { draw: noisy, ms: 500 }),
  ).toEqual([]);
});

test('each camera begins from the start with its cut, and the slate is not looked at', () => {
  const cuts = ['a', 'b', 'a', 'b'].map((camera) => ({ draw: grass, ms: 1500, camera }));
  expect(watch(...cuts)).toEqual([]);
  const changes = watch({ draw: grass, ms: 3000 }, { draw: noisy, ms: 100, camera: 'b' });
  expect(changes.map(({ trouble }) => trouble)).toEqual(['still', null]);
  const watching = new PictureWatch();
  for (let ms = 0; ms < 5000; ms += 100) expect(watching.look(null, null, () => null, ms)).toBe(false);
});

test('another layer of the same picture is compared with nothing', () => {
  const watching = new PictureWatch();
  const small: CameraFrame = { width: 160, height: 90, rotation: 0, data: new Uint8Array(21_600).fill(90) };
  for (let ms = 0; ms < 1500; ms += 100) watching.look('a', 'a', () => frameOf(grass, 0), ms);
  for (let ms = 1500; ms < 3000; ms += 100) watching.look('a', 'a', () => small, ms);
  expect(watching.troubleOf('a')).toBeNull();
});

test('a camera that was left with a still picture is watched until it lives, whatever its layer', () => {
  const watching = new PictureWatch();
  const small: CameraFrame = { width: 160, height: 90, rotation: 0, data: new Uint8Array(21_600).fill(90) };
  let ms = 0;
  const play = (untilMs: number, shown: string, a: () => CameraFrame) => {
    for (; ms < untilMs; ms += 100)
      watching.look(shown, shown, (id) => (id === 'a' ? a() : frameOf(noisy, ms / 100)), ms);
  };
  play(3000, 'a', () => frameOf(grass, 0));
  play(6000, 'b', () => small);
  expect([watching.cameraId, watching.troubleOf('a'), watching.troubleOf('b')]).toEqual(['b', 'still', null]);
  play(6300, 'b', () => frameOf(noisy, ms / 100));
  expect(watching.troubleOf('a')).toBeNull();
});
