import { expect, test } from 'vitest';
import { LadderShow } from '../tests/support/engine/ladder-show';
import { HEALTHY_FOR_MS } from './ladder-health';

/** Pictures that arrive in time and stand still or are black, for an event that leaves such cameras. */
function showing(onAir: string): LadderShow {
  const show = new LadderShow();
  show.alive = new Set(['a', 'b', 'c']);
  show.cut(onAir).run(1000);
  expect(show.state.shown).toBe(onAir);
  return show;
}

test('the next camera whose picture lives is shown, and why is said', () => {
  const show = showing('a');
  show.trouble.set('a', 'still').set('b', 'black');
  expect(show.run(100)).toBe('c');
  expect(show.failovers).toMatchObject([{ from: 'a', to: 'c', reason: 'still' }]);
});

test('without another one it stays: more is seen than on the slate', () => {
  const show = showing('a');
  show.trouble.set('a', 'still').set('b', 'still').set('c', 'black');
  expect(show.run(10_000)).toBe('a');
  expect(show.failovers).toEqual([]);
});

test('a still camera is shown before the slate where the others send nothing', () => {
  const show = showing('b');
  show.trouble.set('a', 'still');
  show.alive = new Set(['a']);
  expect(show.run(3000)).toBe('a');
  expect(show.failovers).toMatchObject([{ from: 'b', to: 'a', reason: 'late' }]);
});

test('the director who cuts to it keeps it until its picture has lived once more', () => {
  const show = showing('a');
  show.trouble.set('a', 'still');
  expect(show.run(100)).toBe('b');
  show.cut('a');
  expect(show.run(20_000)).toBe('a');
  show.trouble.delete('a');
  expect(show.run(1000)).toBe('a');
  show.trouble.set('a', 'black');
  expect(show.run(100)).toBe('b');
});

test('it returns on its own only where the event allows it, after two seconds of life', () => {
  const show = showing('a');
  show.autoReturn = true;
  show.trouble.set('a', 'still');
  expect(show.run(10_000)).toBe('b');
  show.trouble.delete('a');
  expect(show.run(HEALTHY_FOR_MS - 100)).toBe('b');
  expect(show.run(200)).toBe('a');
  show.autoReturn = false;
  show.trouble.set('a', 'still');
  show.run(100);
  show.trouble.delete('a');
  expect(show.run(10_000)).toBe('b');
});
