import type { CameraState } from '../contract/vocabulary';

type Outcome = 'change' | 'same' | { refused: string };

const GONE = { refused: 'This camera was removed. Its phone has to join again.' };

/**
 * What the director may do with a camera in each state. Removal is final: the phone joins again as another
 * camera.
 */
const TABLE: Record<CameraState, Record<CameraState, Outcome>> = {
  waiting: { waiting: 'same', admitted: 'change', removed: 'change' },
  admitted: {
    waiting: { refused: 'An admitted camera cannot be sent back to waiting. Remove it instead.' },
    admitted: 'same',
    removed: 'change',
  },
  removed: { waiting: GONE, admitted: GONE, removed: 'same' },
};

export function cameraTransition(from: CameraState, to: CameraState): Outcome {
  return TABLE[from][to];
}

export function mayPublish(state: CameraState): boolean {
  return state === 'admitted';
}
