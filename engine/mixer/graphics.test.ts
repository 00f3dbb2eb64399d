import { beforeAll, describe, expect, test } from 'vitest';
import type { Graphic, GraphicSays } from '../../contract/graphics';
import { graphic, SAYS, SCORE } from '../../tests/support/engine/sample-graphics';
import { colorAt, GuardedPixels, plain } from '../../tests/support/engine/drawn-frames';
import { desired } from '../../tests/support/engine/grey-program';
import type { Picture, ProgramDesired } from '../types';
import { Compositor } from './compositor';
import { GraphicsPainter } from './graphics-painter';
import { colorOf } from './picture-painter';
import { loadSimd } from './simd-module';

/** Graphics over a plain grey of 720 lines, tick by tick. */

const FRAME = { width: 1280, height: 720 };
const GREY = [100, 128, 128] as const;
const ground = plain(FRAME.width, FRAME.height, GREY);
const TICK_MS = 1000 / 30;
/** By the server's clock; the engine's own begins at 0 here. */
const NOON = Date.parse('2026-01-01T12:00:00Z');

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadSimd();
}, 60_000);

interface Seen {
  picture: Picture;
  /** Rows and columns that differ from the grey; null where none does. */
  box: { left: number; top: number; right: number; bottom: number } | null;
}

class Screen {
  readonly pixels = new GuardedPixels(module);
  readonly #compositor = new Compositor(this.pixels, FRAME.width, FRAME.height);
  readonly painter: GraphicsPainter;
  #tick = -1;

  constructor(graphics: Graphic[], more: Partial<ProgramDesired> = {}) {
    this.painter = new GraphicsPainter({
      compositor: this.#compositor,
      pixels: this.pixels,
      frame: FRAME,
      desired: state(graphics, more),
    });
  }

  update(graphics: Graphic[], more: Partial<ProgramDesired> = {}): void {
    this.painter.update(state(graphics, more));
  }

  /** The picture of the next tick, copied. */
  next(isSlate = false): Seen {
    this.#tick += 1;
    const picture = this.painter.paint(this.#tick, ground, this.#tick * TICK_MS, isSlate);
    return { picture: this.#compositor.hold(picture), box: changed(picture) };
  }

  ticks(count: number): Seen[] {
    return Array.from({ length: count }, () => this.next());
  }
}

const state = (graphics: Graphic[], more: Partial<ProgramDesired>): ProgramDesired => ({
  ...desired(null),
  graphics,
  score: SCORE,
  serverClock: { offsetMs: NOON, errorMs: 1 },
  ...more,
});

function changed({ data }: Picture): Seen['box'] {
  let [left, top, right, bottom] = [FRAME.width, -1, -1, -1];
  for (let y = 0; y < FRAME.height; y += 1) {
    const row = data.subarray(y * FRAME.width, (y + 1) * FRAME.width);
    const first = row.findIndex((luma) => luma !== GREY[0]);
    if (first < 0) continue;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, first);
    right = Math.max(
      right,
      row.findLastIndex((luma) => luma !== GREY[0]),
    );
  }
  return top < 0 ? null : { left, top, right, bottom };
}

const digest = ({ picture }: Seen) => Buffer.from(picture.data).toString('base64');

describe('each kind', () => {
  test.each(SAYS.map((says) => [says.kind, says] as const))('%s comes in and goes out again', (_, says) => {
    const screen = new Screen([]);
    expect(screen.next().box).toBeNull();
    screen.update([graphic(says)]);
    const { box } = screen.next();
    expect(box).not.toBeNull();
    // A title darkens the whole picture; the others stay within the safe area.
    if (says.kind !== 'title' && says.kind !== 'line-up') {
      expect(box?.left).toBeGreaterThanOrEqual(FRAME.width * 0.05 - 2);
      expect(box?.right).toBeLessThanOrEqual(FRAME.width * 0.95 + 1);
      expect(box?.top).toBeGreaterThanOrEqual(FRAME.height * 0.05 - 2);
      expect(box?.bottom).toBeLessThanOrEqual(FRAME.height * 0.95 + 1);
    }
    screen.update([graphic(says, { onAir: false })]);
    expect(screen.next().box).toBeNull();
    expect(screen.pixels.overruns()).toBe(0);
  });
});

test('what it covers has exactly its colour, and everything else is untouched', () => {
  const says: GraphicSays = { kind: 'qr', content: { label: '', url: '', code: { size: 21, bits: '0' } } };
  const screen = new Screen([graphic(says)]);
  const { picture, box } = screen.next();
  expect(box).not.toBeNull();
  const { left = 0, right = 0, top = 0, bottom = 0 } = box ?? {};
  expect(right - left).toBe(bottom - top);
  const [white] = colorOf('#ffffff');
  for (const [x, y] of [
    [left, top],
    [right, bottom],
    [left + 20, top + 20],
  ] as const)
    expect(colorAt(picture, x, y)[0]).toBe(white);
  for (const [x, y] of [
    [left - 1, top],
    [left, top - 1],
    [right + 1, bottom],
    [right, bottom + 1],
  ] as const)
    expect(colorAt(picture, x, y)).toEqual([...GREY]);
});

test('colours of a theme are in the picture, and a ground lets a little through', () => {
  const theme = { accent: '#00a040', ground: '#000000' };
  const screen = new Screen([
    graphic({ kind: 'lower-third', content: { title: 'A', subtitle: '' } }, { theme }),
  ]);
  const { picture, box } = screen.next();
  const { left = 0, top = 0, right = 0 } = box ?? {};
  const green = colorOf('#00a040');
  colorAt(picture, left + 4, top + 10).forEach((value, i) =>
    expect(Math.abs(value - (green[i] ?? 0))).toBeLessThanOrEqual(2),
  );
  const [luma = 0] = colorAt(picture, right - 4, top + 4);
  // 92 % of black over grey.
  expect(Math.abs(luma - (16 + (GREY[0] - 16) * 0.08))).toBeLessThanOrEqual(2);
});

test('in as many pictures as were asked for, each a little more, and out by the same way', () => {
  const says: GraphicSays = { kind: 'text', content: { text: 'Goal!' } };
  const screen = new Screen([]);
  screen.next();
  screen.update([graphic(says, { frames: 9 })]);
  const strength = ({ picture }: Seen) =>
    picture.data
      .subarray(0, FRAME.width * FRAME.height)
      .reduce((sum, luma) => sum + Math.abs(luma - GREY[0]), 0);
  const coming = screen.ticks(12).map(strength);
  const whole = coming.at(-1) ?? 0;
  coming.slice(1, 10).forEach((value, i) => expect(value).toBeGreaterThan(coming[i] ?? 0));
  expect(coming[8]).toBeLessThan(whole);
  expect(coming.slice(9)).toEqual([whole, whole, whole]);
  screen.update([graphic(says, { frames: 4, onAir: false })]);
  const going = screen.ticks(6).map(strength);
  expect(going.findIndex((value) => value === 0)).toBe(4);
});

test('it slides in from the side where it lies', () => {
  const screen = new Screen([]);
  const says: GraphicSays = { kind: 'text', content: { text: 'x' } };
  const left = graphic(says, { frames: 9, position: { anchor: 'left' } });
  screen.next();
  screen.update([left]);
  const lefts = screen.ticks(10).map(({ box }) => box?.left ?? 0);
  expect(lefts[1]).toBeLessThan(lefts.at(-1) ?? 0);
  expect(lefts.at(-1)).toBe(64);
});

test('an engine that begins with graphics on the air has them in its first picture, without their way in', () => {
  const says: GraphicSays = { kind: 'text', content: { text: 'Goal!' } };
  const screen = new Screen([graphic(says, { frames: 100 })]);
  const [first, second] = screen.ticks(2);
  expect(first?.box).not.toBeNull();
  expect(first && digest(first)).toBe(second && digest(second));
});

test('a higher layer lies over a lower one', () => {
  const low = graphic({ kind: 'text', content: { text: 'x' } }, { id: 'a', position: { anchor: 'middle' } });
  const code = { size: 21, bits: '0' };
  const high = graphic(
    { kind: 'qr', content: { label: '', url: '', code } },
    { id: 'b', position: { anchor: 'middle' } },
  );
  const middle = ({ picture }: Seen) => colorAt(picture, 616, 360)[0];
  expect(middle(new Screen([low, high]).next())).toBe(235);
  expect(middle(new Screen([high, low]).next())).not.toBe(235);
});

test('the clock changes with the picture in which a second begins, for as long as it runs', () => {
  const startedAt = new Date(NOON - 10_000).toISOString();
  const score = { ...SCORE, clock: { ms: 500, startedAt } };
  const screen = new Screen([graphic({ kind: 'clock', content: { label: '' } })], { score });
  const seen = screen.ticks(95).map(digest);
  const changes = seen.flatMap((one, i) => (i > 0 && one !== seen[i - 1] ? [i] : []));
  // 10.5 s at the first tick: 11.0 s is 15 ticks later.
  expect(changes).toEqual([15, 45, 75]);
});

test('a clock that is stopped stands, also when it stands in the same second as before', () => {
  const running = { ...SCORE, clock: { ms: 500, startedAt: new Date(NOON).toISOString() } };
  const bug = graphic({ kind: 'score-bug', content: { clock: true, period: false } });
  const screen = new Screen([bug], { score: running });
  const last = screen.ticks(20).map(digest).at(-1);
  screen.update([bug], { score: { ...SCORE, clock: { ms: 1160, startedAt: null } } });
  expect(new Set(screen.ticks(60).map(digest))).toEqual(new Set([last]));
});

test('a point is in the next picture, and so is a change of what a graphic says', () => {
  const bug = graphic({ kind: 'score-bug', content: { clock: false, period: false } });
  const screen = new Screen([bug]);
  const before = digest(screen.next());
  screen.update([bug], { score: { ...SCORE, home: { ...SCORE.home, points: 3 } } });
  const after = digest(screen.next());
  expect(after).not.toBe(before);
  screen.update([bug]);
  expect(digest(screen.next())).toBe(before);
});

test('without sides there is no score bug, and no clock', () => {
  const both = SAYS.filter(({ kind }) => kind === 'score-bug' || kind === 'clock').map((says) =>
    graphic(says),
  );
  expect(new Screen(both, { score: null }).next().box).toBeNull();
});

test('a title is not drawn over the slate alone, and a lower third is', () => {
  const title = graphic({ kind: 'title', content: { title: 'Cup', subtitle: '' } });
  const name = graphic({ kind: 'lower-third', content: { title: 'Anna', subtitle: '' } });
  expect(new Screen([title]).next(true).box).toBeNull();
  expect(new Screen([name]).next(true).box).not.toBeNull();
});

describe('scripts', () => {
  const shown = (text: string) => {
    const screen = new Screen([graphic({ kind: 'lower-third', content: { title: text, subtitle: '' } })]);
    return digest(screen.next());
  };
  test.each([
    ['Latin', 'Žofie', 'Núria'],
    ['Japanese', '田中ひろし', 'レナ'],
    ['Arabic', 'بدر', 'محمد'],
    ['emoji', '⚽', '🏆'],
  ])('%s is drawn with letters of its own', (_, one, other) => {
    const boxes = '\u{10ffff}'.repeat([...one].length);
    expect(new Set([shown(one), shown(other), shown(boxes)]).size).toBe(3);
  });

  test('a name that runs from the right has its strip of colour at the right', () => {
    const theme = { accent: '#00a040' };
    const screen = new Screen([
      graphic({ kind: 'lower-third', content: { title: 'بدر', subtitle: '' } }, { theme }),
    ]);
    const { picture, box } = screen.next();
    const { right = 0, top = 0 } = box ?? {};
    const [luma = 0] = colorAt(picture, right - 4, top + 10);
    expect(Math.abs(luma - colorOf('#00a040')[0])).toBeLessThanOrEqual(2);
  });
});

test('at any size and place nothing is written outside of the picture, and memory is used again', () => {
  const screen = new Screen([]);
  const anchors = ['top-left', 'top', 'right', 'bottom-right', 'bottom', 'middle'] as const;
  const wide = SAYS.map(
    (says, i) => (scale: number) =>
      graphic(says, { position: { scale, ...(anchors[i] && { anchor: anchors[i] }) }, frames: 3 }),
  );
  const round = (scale: number) => {
    screen.update(wide.map((make) => make(scale)));
    screen.ticks(5);
    screen.update(wide.map((make) => ({ ...make(scale), onAir: false })));
    screen.ticks(5);
  };
  for (const scale of [0.5, 1, 2]) round(scale);
  const { bytes } = screen.pixels;
  for (const scale of [2, 0.5, 1, 2]) round(scale);
  expect(screen.pixels.bytes).toBe(bytes);
  expect(screen.pixels.overruns()).toBe(0);
});
