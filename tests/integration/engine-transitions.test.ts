import { afterAll, beforeAll, expect, test } from 'vitest';
import { cellsOf } from '../../core/layout';
import type { Layout } from '../../contract/vocabulary';
import { startWholeEngine, type WholeEngine } from '../support/engine/whole-engine';
import { decodeFrames } from '../support/eyes/eyes';
import { until } from '../support/time/until';

/**
 * Transitions and layouts on the air: the engine whole with three cameras of one grey each, and what viewers
 * saw read from the decoded recording, picture by picture.
 */
const LONG = { timeoutMs: 90_000 };
const A = 50;
const B = 110;
const C = 190;
/** What the encoder changes of a plain grey. */
const NEAR = 6;
const SIZE = { width: 640, height: 360 };

let engine: WholeEngine;
beforeAll(async () => {
  engine = await startWholeEngine('three-greys', { north: A, south: B, goal: C });
});
afterAll(() => engine.close());

const accepted = async (path: string, body: unknown) => {
  const { status, json } = await engine.api('POST', path, body);
  expect({ status, json }).toMatchObject({ status: 200 });
};

interface Seen {
  left: number;
  middle: number;
  right: number;
  cells: Record<string, number[]>;
}

const near = (value: number | undefined, luma: number) => Math.abs((value ?? 0) - luma) <= NEAR;

const LAYOUTS: [Layout, number][] = [
  ['side-by-side', 2],
  ['picture-in-picture', 2],
  ['two-plus-one', 3],
  ['quad', 4],
  ['split', 2],
];

/** Mean luma around points of a picture. */
async function film(file: string): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const { picture } of decodeFrames(file, SIZE)) {
    const at = (x: number, y: number) => {
      let sum = 0;
      for (let dy = -2; dy < 2; dy += 1) {
        for (let dx = -2; dx < 2; dx += 1) {
          sum += picture.data[(Math.round(y) + dy) * SIZE.width + Math.round(x) + dx] ?? 0;
        }
      }
      return sum / 16;
    };
    const cells = Object.fromEntries(
      LAYOUTS.map(([layout]) => [
        layout,
        cellsOf(layout, {}, SIZE).map((cell) => at(cell.x + cell.width * 0.4, cell.y + cell.height * 0.4)),
      ]),
    );
    seen.push({ left: at(16, 180), middle: at(320, 180), right: at(624, 180), cells });
  }
  return seen;
}

test('what the director takes is in the picture, frame by frame, and no frame is black', async () => {
  const [a, b, c] = engine.ids;
  const { programFor } = engine;
  await accepted('/cut', { cameraId: a });
  await programFor(2);
  await accepted('/cut', { cameraId: c, transition: { kind: 'mix', frames: 30 } });
  await programFor(3);
  await accepted('/cut', { cameraId: b, transition: { kind: 'wipe', frames: 20, direction: 'left' } });
  await programFor(2.5);
  await accepted('/cut', { cameraId: a, transition: { kind: 'dip', frames: 20, color: '#ffffff' } });
  await programFor(2.5);
  await accepted('/cut', { cameraId: c, transition: { kind: 'push', frames: 20, direction: 'right' } });
  await programFor(2.5);
  for (const [layout] of LAYOUTS) {
    await accepted('/program', { layout, cells: [a, c, b, c].slice(0, cellsOf(layout, {}, SIZE).length) });
    await programFor(1);
  }
  await accepted('/program', { layout: 'side-by-side', cells: [a, c] });
  await programFor(1);

  // A camera that dies in a cell: closed up, told, and on the record.
  engine.cameras[2]?.freeze();
  await until('the layout to close up', async () => (await engine.program()).layout === 'single', LONG);
  expect(await engine.program()).toMatchObject({ onAir: a, cells: [a] });
  const said = 'No picture from goal: the program shows north. Choose the layout again to bring it back.';
  expect(await engine.texts()).toContain(said);
  await programFor(1);
  const seen = await film(await engine.recording());

  const first = seen.findIndex(({ middle }) => near(middle, A));
  expect(first).toBeGreaterThan(-1);
  const shown = seen.slice(first);
  expect(shown.filter(({ left, middle, right }) => Math.max(left, middle, right) < 25)).toEqual([]);

  // Mix: every frame a little more, over as many frames as were asked for.
  const mixed = between(
    shown,
    ({ middle }) => !near(middle, A),
    ({ middle }) => near(middle, C),
  );
  expect(mixed.length).toBeGreaterThanOrEqual(24);
  expect(mixed.length).toBeLessThanOrEqual(31);
  const levels = mixed.map(({ middle }) => middle);
  levels.slice(1).forEach((level, i) => expect(level).toBeGreaterThan((levels[i] ?? 0) - 2));
  const afterMix = after(shown, mixed);

  // Wipe to the left: the right edge changes first, and what is not yet reached is untouched.
  const wiped = between(
    afterMix,
    ({ right }) => near(right, B),
    ({ left }) => near(left, B),
  );
  expect(wiped.length).toBeGreaterThanOrEqual(14);
  expect(wiped.length).toBeLessThanOrEqual(21);
  expect(near(wiped[0]?.left, C)).toBe(true);
  const afterWipe = after(afterMix, wiped);

  // Dip: through white in the middle.
  const dipped = between(
    afterWipe,
    ({ middle }) => !near(middle, B),
    ({ middle }) => near(middle, A),
  );
  expect(Math.max(...dipped.map(({ middle }) => middle))).toBeGreaterThan(215);
  const afterDip = after(afterWipe, dipped);

  // Push to the right: the new picture comes in from the left.
  const pushed = between(
    afterDip,
    ({ left }) => near(left, C),
    ({ right }) => near(right, C),
  );
  expect(pushed.length).toBeGreaterThanOrEqual(14);
  expect(near(pushed[0]?.right, A)).toBe(true);
  let rest = after(afterDip, pushed);

  for (const [layout, count] of LAYOUTS) {
    const wanted = [A, C, B, C].slice(0, count);
    const at = rest.findIndex(({ cells }) => wanted.every((luma, i) => near(cells[layout]?.[i], luma)));
    expect({ layout, found: at >= 0 }).toEqual({ layout, found: true });
    rest = rest.slice(at);
  }
  // Within half a second of its last frame (15 pictures), counted from the layout's own last picture.
  expect(rest.some(({ left, right }) => near(left, A) && near(right, A))).toBe(true);
});

/** Pictures from the first that begins to the one before that which is the end. */
function between(all: Seen[], begins: (one: Seen) => boolean, ends: (one: Seen) => boolean): Seen[] {
  const start = all.findIndex(begins);
  const length = all.slice(start).findIndex(ends);
  expect({ start: start >= 0, length: length >= 0 }).toEqual({ start: true, length: true });
  return all.slice(start, start + length);
}

function after(all: Seen[], part: Seen[]): Seen[] {
  const last = part.at(-1);
  return all.slice(last ? all.indexOf(last) + 1 : 0);
}
