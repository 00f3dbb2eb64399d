import { expect, test } from 'vitest';
import type { Scene, TimedTransition } from '../../contract/program';
import type { ProgramDesired } from '../types';
import { desired, GreyProgram, LUMA, TICK_MS } from '../../tests/support/engine/grey-program';

/** Transitions, layouts and the T-bar, tick by tick. */

/** A take with its number. */
function take(
  seq: number,
  cells: (string | null)[],
  transition: TimedTransition | null = null,
  more: Partial<Scene> = {},
): ProgramDesired {
  const scene: Scene = { layout: 'single', cells, options: {}, ...more };
  return desired(cells[0] ?? null, { scene, cut: { seq, byLadder: false, transition } }, seq);
}

const mix = (frames: number): TimedTransition => ({ kind: 'mix', frames });
const SIDES = { layout: 'side-by-side' } as const;

async function running(state: ProgramDesired): Promise<GreyProgram> {
  const program = await new GreyProgram(state).start();
  program.timers.advance(1000);
  return program;
}

/** The pictures from the next tick on. */
function after(program: GreyProgram, state: ProgramDesired, ticks: number) {
  const before = program.pictures.length;
  program.mixer.update(state);
  program.timers.advance(ticks * TICK_MS + 1);
  return program.pictures.slice(before);
}

test('a mix has as many pictures between as were asked for, by equal steps, and its sound goes with it', async () => {
  const program = await running(take(1, ['a']));
  const before = program.sounds.length;
  const lumas = after(program, take(2, ['c'], mix(5)), 8).map(({ middle }) => middle);
  expect(lumas.slice(0, 5)).toEqual([80, 100, 120, 140, 160]);
  expect(lumas.slice(5)).toEqual([LUMA.c, LUMA.c, LUMA.c]);
  // What ends a tick was mixed 2 ms before: the limiter looks ahead.
  const levels = program.sounds.slice(before, before + 7);
  expect(levels[2]).toBeCloseTo((LUMA.a * 0.5 + LUMA.c * 0.5) / 1000, 2);
  expect(levels[6]).toBeCloseTo(LUMA.c / 1000, 3);
  expect(program.cuts.at(-1)).toMatchObject({ seq: 2, cameraId: 'c' });
});

test('a wipe to the left comes from the right, and leaves what it has not reached', async () => {
  const program = await running(take(1, ['a']));
  const seen = after(program, take(2, ['c'], { kind: 'wipe', frames: 9, direction: 'left' }), 11);
  expect(seen[2]).toEqual({ left: LUMA.a, middle: LUMA.a, right: LUMA.c });
  expect(seen[7]).toEqual({ left: LUMA.a, middle: LUMA.c, right: LUMA.c });
  expect(seen[9]).toEqual({ left: LUMA.c, middle: LUMA.c, right: LUMA.c });
});

test('a take in the middle of a transition starts from the picture as it is', async () => {
  const program = await running(take(1, ['a']));
  const first = after(program, take(2, ['c'], mix(9)), 5);
  const half = first.at(-1)?.middle ?? 0;
  const [next] = after(program, take(3, ['b'], mix(9)), 1);
  expect(Math.abs((next?.middle ?? 0) - half)).toBeLessThanOrEqual(2);
  expect(after(program, take(3, ['b'], mix(9)), 12).at(-1)?.middle).toBe(LUMA.b);
});

test('a cut in the middle of a transition is a cut', async () => {
  const program = await running(take(1, ['a']));
  after(program, take(2, ['c'], mix(30)), 5);
  expect(after(program, take(3, ['b']), 1)).toEqual([{ left: LUMA.b, middle: LUMA.b, right: LUMA.b }]);
});

test('an engine that starts does not play the last transition once more', async () => {
  const program = await new GreyProgram(take(7, ['c'], mix(60))).start();
  program.timers.advance(500);
  expect(program.lumas.at(-1)).toBe(LUMA.c);
});

test('a transition to a camera that dies on the way ends with its replacement, by a cut', async () => {
  const program = await running(take(1, ['a']));
  after(program, take(2, ['c'], mix(90)), 3);
  program.inputs.alive.delete('c');
  program.timers.advance(1500);
  expect(program.failovers).toMatchObject([{ from: 'c', reason: 'late' }]);
  program.timers.advance(3000);
  expect(program.lumas.at(-1)).toBe(LUMA.a);
});

test('a layout shows its cells, and hears the first', async () => {
  const program = await running(take(1, ['a']));
  const [picture] = after(program, take(2, ['b', 'c'], null, SIDES), 1);
  expect(picture).toMatchObject({ left: LUMA.b, right: LUMA.c });
  program.timers.advance(100);
  expect(program.sounds.at(-1)).toBeCloseTo(LUMA.b / 1000, 3);
  expect([...program.inputs.high].sort()).toEqual(['a', 'b', 'c']);
});

test('a camera that dies in a cell: closed up within half a second, told once, back by the director alone', async () => {
  const program = await running(take(1, ['b', 'c'], null, SIDES));
  program.inputs.alive.delete('c');
  program.timers.advance(500);
  expect(program.pictures.at(-1)).toEqual({ left: LUMA.b, middle: LUMA.b, right: LUMA.b });
  expect(program.reFlows).toMatchObject([{ lost: ['c'], to: { layout: 'single', cells: ['b'] } }]);
  // The database answers with what the engine wrote.
  program.inputs.alive.add('c');
  after(program, take(2, ['b']), 60);
  expect(program.lumas.at(-1)).toBe(LUMA.b);
  after(program, take(3, ['b', 'c'], null, SIDES), 1);
  expect(program.pictures.at(-1)).toMatchObject({ left: LUMA.b, right: LUMA.c });
  expect(program.reFlows).toHaveLength(1);
});

test('when every cell has died the ladder decides', async () => {
  const program = await running(take(1, ['b', 'c'], null, SIDES));
  program.inputs.alive.delete('b');
  program.inputs.alive.delete('c');
  program.timers.advance(1500);
  expect(program.lumas.at(-1)).toBe(LUMA.a);
  expect(program.failovers.at(-1)).toMatchObject({ to: 'a' });
});

test('between layouts a camera that is in both travels to its new cell', async () => {
  const program = await running(take(1, ['b']));
  const seen = after(program, take(2, ['b', 'c'], mix(9), SIDES), 12);
  // The right edge is uncovered early; the left is the same camera all the time.
  expect(seen.every(({ left }) => left === LUMA.b)).toBe(true);
  expect(seen.at(-1)).toMatchObject({ left: LUMA.b, right: LUMA.c });
  const rights = seen.map(({ right }) => right);
  expect(new Set(rights).size).toBeGreaterThan(4);
});

test('a T-bar moves the picture by hand, stays where it is let go, and goes back', async () => {
  const program = await running(take(1, ['a']));
  const at = (position: number, seq: number) => {
    const state = take(1, ['a']);
    return {
      ...state,
      seq,
      program: { ...state.program, preview: 'c', tbar: { position, transition: mix(30) } },
    };
  };
  after(program, at(0.5, 2), 30);
  expect(program.lumas.at(-1)).toBe((LUMA.a + LUMA.c) / 2);
  program.timers.advance(2000);
  expect(program.lumas.at(-1)).toBe((LUMA.a + LUMA.c) / 2);
  after(program, take(1, ['a']), 30);
  expect(program.lumas.at(-1)).toBe(LUMA.a);
  after(program, at(0.9, 4), 30);
  const seen = after(program, take(5, ['c']), 30).map(({ middle }) => middle);
  expect(seen.at(-1)).toBe(LUMA.c);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(LUMA.a + (LUMA.c - LUMA.a) * 0.85);
});
