import { afterAll, beforeAll, expect, test } from 'vitest';
import { black, movingField, stillField } from '../support/cameras/moving-field';
import { startWholeEngine, type WholeEngine } from '../support/engine/whole-engine';
import { decodeFrames } from '../support/eyes/eyes';
import { until } from '../support/time/until';

/**
 * The engine whole, with two cameras: it leaves a picture that is still or black where the event says so, and
 * what viewers saw of it is read from the decoded recording (F12). Mean brightness says who is on the air.
 */
/** A busy machine takes its time; what is promised is counted in pictures. */
const LONG = { timeoutMs: 90_000 };
const MAIN = 60;
const GOAL = 150;

let engine: WholeEngine;

beforeAll(async () => {
  engine = await startWholeEngine('two-goals', { main: MAIN, goal: GOAL });
  for (const [i, base] of [MAIN, GOAL].entries()) {
    const camera = engine.cameras[i];
    if (camera) camera.draw = movingField(base);
  }
});
afterAll(() => engine.close());

test('a camera that freezes or goes black is left where the event says so; one that may stand still is kept', async () => {
  const { api, texts, programFor, ids } = engine;
  const [main, goal] = engine.cameras;
  const [mainId, goalId] = ids;
  if (!main || !goal) throw new Error('no cameras');
  const onAir = async () => (await engine.program()).onAir;
  await api('POST', '/cut', { cameraId: mainId });
  await programFor(3);

  // As every event begins: a warning, and nothing is cut.
  main.draw = black;
  await until(
    'the warning',
    async () =>
      (await texts()).some((text) => text.startsWith('main is on the air and its picture is black')),
    LONG,
  );
  await programFor(2);
  expect(await onAir()).toBe(mainId);
  main.draw = movingField(MAIN);
  await until('it lives', async () => (await texts()).includes('main shows a living picture again.'), LONG);

  expect((await api('PATCH', '', { pictureFailover: true })).json.pictureFailover).toBe(true);
  main.draw = stillField(MAIN);
  await until('the program to go to the other one', async () => (await onAir()) === goalId, LONG);
  expect(await texts()).toContain('The picture of main stands still: the program went to goal.');

  // The camera on the goal line: its still picture is legitimate, a black one is not.
  main.draw = movingField(MAIN);
  const marked = await api('POST', `/cameras/${goalId}`, { mayStandStill: true });
  expect(marked.json.mayStandStill).toBe(true);
  goal.draw = stillField(GOAL);
  await programFor(6);
  expect(await onAir()).toBe(goalId);
  expect((await texts()).filter((text) => text.includes('goal is on the air'))).toEqual([]);
  goal.draw = black;
  await until('the program to go back', async () => (await onAir()) === mainId, LONG);
  expect(await texts()).toContain('The picture of goal is black: the program went to main.');
  await programFor(1);

  const runs = await seen(await engine.recording());
  expect(runs.map(({ what }) => what)).toEqual([
    ...['main', 'black', 'main', 'main still', 'goal', 'goal still', 'black', 'main'],
  ]);
  const ofKind = (what: string) => runs.filter((run) => run.what === what).map(({ ms }) => ms);
  expect(ofKind('black')[0]).toBeGreaterThan(2500);
  expect(ofKind('main still')[0]).toBeLessThan(2500);
  expect(ofKind('goal still')[0]).toBeGreaterThan(4000);
  expect(ofKind('black')[1]).toBeLessThan(1600);
});

interface Run {
  what: string;
  ms: number;
}

/** What the recording shows, one entry for each change, from the first picture of a camera on. */
async function seen(file: string): Promise<Run[]> {
  const runs: (Run & { fromMs: number })[] = [];
  let before: Uint8Array | null = null;
  let movedAtMs = 0;
  for await (const { ptsMs, picture } of decodeFrames(file, { width: 160, height: 90 })) {
    const { data } = picture;
    const luma = data.reduce((sum, one) => sum + one, 0) / data.length;
    const moved =
      !before ||
      data.reduce((sum, one, i) => sum + Math.abs(one - (before?.[i] ?? 0)), 0) / data.length > 0.6;
    // Before the first camera the slate, in which nothing moves.
    const began = runs.length > 0 || (before !== null && moved);
    before = data;
    if (!began) continue;
    if (moved) movedAtMs = ptsMs;
    const base = luma < 30 ? 'black' : luma < (MAIN + GOAL) / 2 + 20 ? 'main' : 'goal';
    const isStill = base !== 'black' && ptsMs - movedAtMs >= 500;
    const what = isStill ? `${base} still` : base;
    const last = runs.at(-1);
    if (last?.what === what) last.ms = ptsMs - last.fromMs;
    // It stood since it last moved.
    else runs.push({ what, fromMs: isStill ? movedAtMs : ptsMs, ms: 0 });
  }
  // A busy machine holds a picture for a moment, which is no camera that stands still.
  const lasting = runs.filter(({ what, ms }) => ms > (what.endsWith('still') ? 1500 : 400));
  return lasting.reduce<typeof runs>((joined, run) => {
    const last = joined.at(-1);
    if (last?.what === run.what) last.ms = run.fromMs + run.ms - last.fromMs;
    else joined.push(run);
    return joined;
  }, []);
}
