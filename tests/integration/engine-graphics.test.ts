import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Anchor, GraphicKind } from '../../contract/graphics';
import { startWholeEngine, type WholeEngine } from '../support/engine/whole-engine';
import { decodeFrames } from '../support/eyes/eyes';

/**
 * Graphics on the air: the engine whole with a camera of one grey, and what viewers saw read from the decoded
 * recording, picture by picture.
 */
const GREY = 110;
/** What the encoder changes of a plain grey, and leaves of a graphic until its next keyframe. */
const NEAR = 14;
const CLEAR = 0.01;
/** Of the slate's upper edge. */
const SLATE = 89;
const SIZE = { width: 640, height: 360 };

let engine: WholeEngine;
beforeAll(async () => {
  engine = await startWholeEngine('grey-and-graphics', { north: GREY });
});
afterAll(() => engine.close());

const accepted = async (method: string, path: string, body: unknown) => {
  const { status, json } = await engine.api(method, path, body);
  expect({ status, json }).toMatchObject({ status: expect.toSatisfy((code: number) => code < 300) });
  return json;
};

/** One of each kind, where nothing else lies, in the scripts that the world writes names in. */
const SHOWN: { kind: GraphicKind; content: object; anchor: Anchor; scale?: number }[] = [
  { kind: 'score-bug', content: {}, anchor: 'top-left' },
  { kind: 'clock', content: {}, anchor: 'top-right' },
  { kind: 'lower-third', content: { title: 'Žofie Berg', subtitle: 'Trainerin' }, anchor: 'bottom-left' },
  { kind: 'lower-third', content: { title: '田中ひろし', subtitle: '監督' }, anchor: 'left' },
  { kind: 'text', content: { text: 'هدف! محمد بدر' }, anchor: 'top' },
  { kind: 'qr', content: {}, anchor: 'bottom-right', scale: 0.7 },
  { kind: 'countdown', content: { label: '⚽ Kick-off', until: '2199-01-01T00:00:00Z' }, anchor: 'bottom' },
  { kind: 'line-up', content: { title: 'TSV', players: [{ number: '9', name: 'Núria' }] }, anchor: 'middle' },
  { kind: 'title', content: { title: 'Halbzeit', subtitle: '🏆' }, anchor: 'middle' },
];

const COLUMNS = ['left', 'middle', 'right'] as const;
const ROWS = ['top', 'middle', 'bottom'] as const;
const ANCHOR_OF: Record<string, Anchor> = {
  'top left': 'top-left',
  'top middle': 'top',
  'top right': 'top-right',
  'middle left': 'left',
  'middle middle': 'middle',
  'middle right': 'right',
  'bottom left': 'bottom-left',
  'bottom middle': 'bottom',
  'bottom right': 'bottom-right',
};

interface Seen {
  /** Share of the points of each ninth of the picture that are not the camera's grey. */
  covered: Map<Anchor, number>;
  /** Luma around the clock's digits. */
  clock: Uint8Array;
  /** A busy machine has no picture of the camera at times. */
  isSlate: boolean;
  /** Number of the picture. */
  index: number;
}

async function film(file: string): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const { picture } of decodeFrames(file, SIZE)) {
    const covered = new Map<Anchor, number>();
    for (const [r, row] of ROWS.entries()) {
      for (const [c, column] of COLUMNS.entries()) {
        let [count, differ] = [0, 0];
        for (let y = r * 120 + 3; y < (r + 1) * 120; y += 4) {
          for (let x = Math.floor((c * 640) / 3) + 3; x < ((c + 1) * 640) / 3; x += 4) {
            count += 1;
            if (Math.abs((picture.data[y * SIZE.width + x] ?? 0) - GREY) > NEAR) differ += 1;
          }
        }
        covered.set(ANCHOR_OF[`${row} ${column}`] ?? 'middle', differ / count);
      }
    }
    const rows = Array.from({ length: 18 }, (_, i) => {
      const start = (20 + i) * SIZE.width + 556;
      return Array.from(picture.data.subarray(start, start + 50));
    });
    const corner = picture.data[4 * SIZE.width + 4] ?? 0;
    seen.push({
      ...{ covered, clock: Uint8Array.from(rows.flat()) },
      isSlate: Math.abs(corner - SLATE) < NEAR,
      index: seen.length,
    });
  }
  return seen;
}

/** Points that differ by more than what an encoder does to a still picture. */
function difference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, luma, i) => sum + (Math.abs(luma - (other[i] ?? 0)) > 40 ? 1 : 0), 0);
}

test('each graphic comes and goes where it belongs, and a running clock changes once in each second', async () => {
  const { programFor } = engine;
  await accepted('POST', '/cut', { cameraId: engine.ids[0] });
  await accepted('PUT', '/score', { home: { name: 'Nord' }, away: { name: 'Hafen' } });
  await programFor(2);
  for (const { kind, content, ...position } of SHOWN) {
    const { id } = await accepted('POST', '/graphics', { kind, content, position });
    await accepted('POST', `/graphics/${id}/in`, { frames: 5 });
    await programFor(2);
    await accepted('POST', `/graphics/${id}/out`, { frames: 5 });
    await programFor(1.5);
  }
  const { id } = await accepted('POST', '/graphics', { kind: 'clock', content: {} });
  await accepted('POST', `/graphics/${id}/in`, { frames: 0 });
  await programFor(1);
  await accepted('PATCH', '/score', { clock: { running: true } });
  await programFor(6.5);
  await accepted('PATCH', '/score', { clock: { running: false } });
  await programFor(3);
  await accepted('PATCH', '/score', { clock: { running: true } });
  await programFor(5);
  const all = await film(await engine.recording());
  const seen = all.filter(({ isSlate }) => !isSlate);

  let at = seen.findIndex(isClear);
  expect(at).toBeGreaterThan(-1);
  for (const [i, { kind, anchor }] of SHOWN.entries()) {
    const share = ({ covered }: Seen) => covered.get(anchor) ?? 0;
    const from = seen.findIndex((one, n) => n >= at && share(one) > 0.03);
    const to = seen.findIndex((one, n) => n > from && share(one) < CLEAR);
    const length = (seen[to]?.index ?? 0) - (seen[from]?.index ?? 0);
    const there = seen.slice(from, to);
    // Elsewhere the camera's picture is as it was; a wide one reaches into its neighbours.
    const alone = there.some(({ covered }) =>
      [...covered].every(([place, part]) => rowOf(place) === rowOf(anchor) || part < CLEAR),
    );
    const isWhole = kind === 'title' || kind === 'line-up';
    expect({ kind, anchor, isThere: from >= at, isLong: length >= 8, alone: alone || isWhole }).toEqual({
      ...{ kind, anchor, isThere: true, isLong: true, alone: true },
    });
    // On a busy machine the engine may hear of one that goes and of the next one at the same time.
    at = SHOWN[i + 1]?.anchor === anchor ? to : Math.max(from, to - 10);
  }

  const clock = all.slice(seen[at]?.index).filter(({ covered }) => (covered.get('top-right') ?? 0) > 0.03);
  const moving = clock.flatMap((one, i) => {
    const before = clock[i - 1];
    return before && difference(one.clock, before.clock) > 8 ? [i] : [];
  });
  // The encoder may take a second picture to draw what has changed.
  const changes = moving.filter((at, i) => at - (moving[i - 1] ?? -Infinity) > 3);
  const gaps = changes.slice(1).map((change, i) => change - (changes[i] ?? 0));
  // Start, pause and resumption are heard a moment late, which moves the changes beside them; between them
  // each second has its pictures.
  const even = gaps.map((gap) => (Math.abs(gap - 30) <= 1 ? 'e' : '-')).join('');
  expect({ gaps, runs: even.match(/e{3,}/g)?.length }).toEqual({ gaps, runs: 2 });
});

/** Single samples that differ are what the encoder has left of a graphic. */
const isClear = ({ covered }: Seen): boolean => [...covered.values()].every((share) => share < CLEAR);

const rowOf = (anchor: Anchor): string =>
  anchor.startsWith('top') ? 'top' : anchor.startsWith('bottom') ? 'bottom' : 'middle';
