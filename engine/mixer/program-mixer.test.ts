import { expect, test } from 'vitest';
import type { ProgramDesired } from '../types';
import { desired, GreyProgram, LUMA, TICK_MS } from '../../tests/support/engine/grey-program';

let program: GreyProgram;
const begin = (state: ProgramDesired) => new GreyProgram(state).start();

test('a changed desired state is in the next tick, picture and sound', async () => {
  program = await begin(desired('a'));
  program.timers.advance(1000);
  expect(program.lumas.at(-1)).toBe(LUMA.a);
  const before = program.lumas.length;
  program.mixer.update(desired('b', {}, 2));
  program.timers.advance(TICK_MS);
  expect(program.lumas[before]).toBe(LUMA.b);
  expect(program.sounds[before]).toBeCloseTo(0.12, 2);
  expect(program.cuts).toMatchObject([
    { seq: 1, cameraId: 'a' },
    { seq: 2, cameraId: 'b', tick: before },
  ]);
});

test('a camera that dies is replaced within a second of its last frame, and the change is reported', async () => {
  program = await begin(desired('b'));
  program.timers.advance(1000);
  program.inputs.alive.delete('b');
  const atMs = program.timers.now();
  program.timers.advance(1000);
  expect(program.lumas.at(-1)).toBe(LUMA.a);
  expect(program.failovers).toMatchObject([{ from: 'b', to: 'a', reason: 'late' }]);
  expect((program.failovers[0]?.atMs ?? 0) - atMs).toBeLessThan(1000);
});

test('a cut back to a camera that was replaced counts, even when the state before it was there for no tick', async () => {
  program = await begin(desired('b'));
  program.timers.advance(1000);
  program.inputs.alive.delete('b');
  program.timers.advance(1000);
  program.inputs.alive.add('b');
  program.mixer.update(desired('a', {}, 2));
  program.mixer.update(desired('b', {}, 3));
  program.timers.advance(TICK_MS);
  expect(program.lumas.at(-1)).toBe(LUMA.b);
});

test('a camera that is removed is off the program in the next tick', async () => {
  program = await begin(desired('b'));
  program.timers.advance(1000);
  const before = program.lumas.length;
  const state = desired('b');
  program.mixer.update({ ...state, cameras: state.cameras.filter(({ id }) => id !== 'b') });
  program.timers.advance(500);
  expect(program.lumas.slice(before).every((luma) => luma === LUMA.a)).toBe(true);
});

test('a camera whose picture is switched off leaves the program, one that is muted only falls silent', async () => {
  program = await begin(desired('b'));
  program.timers.advance(1000);
  const off = desired('b');
  program.mixer.update({
    ...off,
    cameras: off.cameras.map((camera) => ({ ...camera, muted: camera.id === 'b' })),
  });
  program.timers.advance(100);
  expect([program.lumas.at(-1), program.sounds.at(-1)]).toEqual([LUMA.b, 0]);
  program.mixer.update({
    ...off,
    cameras: off.cameras.map((camera) => ({ ...camera, pictureOff: camera.id === 'b' })),
  });
  program.timers.advance(100);
  expect(program.lumas.at(-1)).toBe(LUMA.a);
});

test('without a camera the slate is shown, and sound goes on in silence', async () => {
  program = new GreyProgram(desired(null));
  program.inputs.alive.clear();
  await program.start();
  program.timers.advance(1000);
  expect(program.lumas.length).toBeGreaterThanOrEqual(30);
  expect(program.pictures.every(({ left }) => left > 45 && left < 100)).toBe(true);
  expect(program.sounds.every((level) => level === 0)).toBe(true);
});

test('a fade to black takes 0.3 s, picture and sound, and comes back', async () => {
  program = await begin(desired('c'));
  program.timers.advance(1000);
  const before = program.lumas.length;
  program.mixer.update(desired('c', { faded: true }));
  program.timers.advance(1000);
  const fade = program.lumas.slice(before, before + 10);
  expect(program.lumas.slice(before + 8).every((luma) => luma === 16)).toBe(true);
  expect(fade.slice(1).every((luma, i) => luma <= (fade[i] ?? 0))).toBe(true);
  expect(program.sounds.at(-1)).toBe(0);
  program.mixer.update(desired('c'));
  program.timers.advance(500);
  expect(program.lumas.at(-1)).toBe(LUMA.c);
});

test('under back-pressure no tick is lost, and the newest picture goes out when the jam is over', async () => {
  program = await begin(desired('a'));
  program.timers.advance(1000);
  program.accepts = false;
  program.timers.advance(2000);
  const before = program.lumas.length;
  program.mixer.update(desired('b', {}, 2));
  program.accepts = true;
  program.timers.advance(1000);
  expect(program.lumas[before]).toBe(LUMA.b);
  expect(program.lumas.length).toBe(program.sounds.length);
  expect(program.mixer.stats().missed).toBeGreaterThan(45);
});

test('cameras on air, in preview and used within ten seconds come at the high layer, others do not', async () => {
  program = await begin(desired('a', { preview: 'b' }));
  program.timers.advance(500);
  expect([...program.inputs.high].sort()).toEqual(['a', 'b']);
  program.mixer.update(desired('c', {}, 2));
  program.timers.advance(5000);
  expect([...program.inputs.high].sort()).toEqual(['a', 'b', 'c']);
  program.timers.advance(6000);
  expect([...program.inputs.high]).toEqual(['c']);
});

test('a picture that does not change is noticed while it is on the air, a slate and a show never', async () => {
  program = await begin(desired('a'));
  program.timers.advance(2500);
  expect(program.mixer.picture()).toEqual({ cameraId: 'a', trouble: 'still' });
  program.mixer.update(desired(null, {}, 2));
  program.timers.advance(2500);
  expect(program.mixer.picture()).toEqual({ cameraId: null, trouble: null });
  await program.mixer.stop();
  program = await begin({ ...desired('a'), kind: 'show' });
  program.timers.advance(2500);
  expect(program.mixer.picture().trouble).toBeNull();
});
