import type { Scene } from '../contract/program';
import type { CellFallback } from '../contract/vocabulary';
import type { LadderCamera } from './ladder-health';
import { withoutCells } from './layout';

/**
 * What a layout of several cells shows when one of its cameras is gone: a pure step from one tick to the
 * next, as the ladder is for a camera alone. A cell that lost its camera stays as the event's rule says until
 * the director's next choice, also when the camera is back: pictures that come and go by themselves disturb
 * more than one that is missing. Times are milliseconds of one monotonic clock.
 */

/** With the tick, the layout has changed within 0.5 s after the last frame. */
export const CELL_LOST_AFTER_MS = 430;
/** How long a cell waits for the first frame of a camera that was just put into it. */
export const CELL_AWAIT_MS = 1_000;
/** The same for an engine that starts and finds its cameras connecting. */
export const CELL_AWAIT_AT_START_MS = 10_000;

export interface CellsState {
  cutSeq: number | null;
  /** When this choice was first seen. */
  sinceMs: number;
  awaitMs: number;
  /** Cells that have lost their camera since. */
  lost: ReadonlySet<number>;
}

export interface CellsInput {
  nowMs: number;
  /** Raised by each choice of the director. */
  cutSeq: number;
  scene: Scene;
  rule: CellFallback;
  cameras: readonly LadderCamera[];
}

export interface CellsStep {
  state: CellsState;
  /** The scene to be shown; null when no camera of it is left, and the ladder decides. */
  scene: Scene | null;
  /** Cameras that were lost in this tick. */
  lostNow: string[];
}

export function startCells(): CellsState {
  return { cutSeq: null, sinceMs: 0, awaitMs: CELL_AWAIT_AT_START_MS, lost: new Set() };
}

export function stepCells(before: CellsState, input: CellsInput): CellsStep {
  const state = before.cutSeq === input.cutSeq ? before : chosen(before, input);
  const { cells } = input.scene;
  const newly = cells.flatMap((cameraId, cell) =>
    cameraId !== null && !state.lost.has(cell) && isGone(cameraId, state, input) ? [cell] : [],
  );
  const lost = newly.length > 0 ? new Set([...state.lost, ...newly]) : state.lost;
  const isLeft = cells.some((cameraId, cell) => cameraId !== null && !lost.has(cell));
  // A scene without any camera is the director's own choice.
  const isEmpty = cells.every((cameraId) => cameraId === null);
  return {
    state: { ...state, lost },
    scene: isLeft || isEmpty ? withoutCells(input.scene, (cell) => lost.has(cell), input.rule) : null,
    lostNow: newly.flatMap((cell) => cells[cell] ?? []),
  };
}

function chosen(before: CellsState, { cutSeq, nowMs }: CellsInput): CellsState {
  const awaitMs = before.cutSeq === null ? CELL_AWAIT_AT_START_MS : CELL_AWAIT_MS;
  return { cutSeq, sinceMs: nowMs, awaitMs, lost: new Set() };
}

function isGone(cameraId: string, state: CellsState, { cameras, nowMs }: CellsInput): boolean {
  const camera = cameras.find(({ id }) => id === cameraId);
  if (!camera || camera.pictureOff) return true;
  const { lastFrameAtMs } = camera;
  const waited = nowMs - state.sinceMs >= state.awaitMs;
  if (lastFrameAtMs === null) return waited;
  if (camera.still || nowMs - lastFrameAtMs < CELL_LOST_AFTER_MS) return false;
  return waited || lastFrameAtMs >= state.sinceMs;
}
