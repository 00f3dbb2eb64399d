import { expect, test } from 'vitest';
import type { CameraState } from '../contract/vocabulary';
import { cameraTransition, mayPublish } from './camera-state';

const STATES: CameraState[] = ['waiting', 'admitted', 'removed'];

test('a camera goes from waiting to admitted to removed, and never back', () => {
  const changes = STATES.flatMap((from) =>
    STATES.filter((to) => cameraTransition(from, to) === 'change').map((to) => `${from} > ${to}`),
  );
  expect(changes).toEqual(['waiting > admitted', 'waiting > removed', 'admitted > removed']);
});

test('asking for the state that is changes nothing', () => {
  for (const state of STATES) expect(cameraTransition(state, state)).toBe('same');
});

test('only an admitted camera publishes', () => {
  expect(STATES.filter(mayPublish)).toEqual(['admitted']);
});
