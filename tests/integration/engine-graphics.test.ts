import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Anchor } from '../../contract/graphics';
import type { GraphicKind } from '../../contract/vocabulary';
import { startWholeEngine, type WholeEngine } from '../support/engine/whole-engine';
import { decodeFrames } from '../support/eyes/eyes';

/**
 * Graphics on the air: the engine whole with a camera of one grey, and what viewers saw read from the decoded
 * recording, picture by picture.
 */
const GREY = 110;
/** What the encoder changes of a plain grey. */
const NEAR = 6;
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
  { kind: 'countdown', content: { label: '⚽ Kick-off', until: '2199-01-01T00:00:00Z' }, anchor: 'bottom' },
  { kind: 'qr', content: {}, anchor: 'bottom-right', scale: 0.7 },
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
    const rows = Array.from({ length: 24 }, (_, i) => {
      const start = (17 + i) * SIZE.width + 530;
      return Array.from(picture.data.subarray(start, start + 80));
    });
    seen.push({ covered, clock: Uint8Array.from(rows.flat()) });
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
    await programFor(1);
    await accepted('POST', `/graphics/${id}/out`, { frames: 5 });
    await programFor(0.7);
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
  const seen = await film(await engine.recording());

  const first = seen.findIndex(({ covered }) => [...covered.values()].every((share) => share === 0));
  expect(first).toBeGreaterThan(-1);
  let at = first;
  for (const { kind, anchor } of SHOWN) {
    const isIn = ({ covered }: Seen) => (covered.get(anchor) ?? 0) > 0.03;
    const from = seen.findIndex((one, i) => i >= at && isIn(one));
    const to = seen.findIndex(
      (one, i) => i > from && [...one.covered.values()].every((share) => share === 0),
    );
    expect([kind, from >= at, to - from >= 25]).toEqual([kind, true, true]);
    if (kind !== 'title' && kind !== 'line-up') {
      // Elsewhere the camera's picture is as it was; a wide one reaches into its neighbour.
      const half = seen[from + 15]?.covered;
      const others = [...(half ?? [])].filter(([place]) => rowOf(place) !== rowOf(anchor));
      expect([kind, others.every(([, share]) => share === 0)]).toEqual([kind, true]);
    }
    at = to;
  }

  const clock = seen.slice(at).filter(({ covered }) => (covered.get('top-right') ?? 0) > 0.03);
  const changes = clock.flatMap((one, i) => {
    const before = clock[i - 1];
    return before && difference(one.clock, before.clock) > 8 ? [i] : [];
  });
  expect(changes.length).toBeGreaterThanOrEqual(9);
  const gaps = changes.slice(1).map((change, i) => change - (changes[i] ?? 0));
  // The pause is in one of them.
  expect(gaps.filter((gap) => gap > 60)).toHaveLength(1);
  const seconds = gaps.filter((gap) => gap <= 60);
  expect(seconds.filter((gap) => Math.abs(gap - 30) <= 1).length).toBeGreaterThanOrEqual(seconds.length - 1);
});

const rowOf = (anchor: Anchor): string =>
  anchor.startsWith('top') ? 'top' : anchor.startsWith('bottom') ? 'bottom' : 'middle';
