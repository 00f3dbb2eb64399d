import type { PictureTrouble } from '../contract/vocabulary';
import {
  type CameraHealth,
  HEALTHY_FOR_MS,
  healthyFor,
  isHealthy,
  isSlow,
  isTrusted,
  type LadderCamera,
  nextHealth,
  withFallOf,
} from './ladder-health';

/**
 * The ladder: what the program shows when the chosen camera has no picture (design §7, F11). A pure step from
 * one tick to the next. Rungs, from the top: the director's camera; its last frame, repeated; 0.7 s after
 * that frame the next healthy camera of the fallback order; the slate. Upward only by the director's choice,
 * or after two seconds of health where the event allows it, or when all cameras were lost at once (the
 * network's failure and nobody's choice). A shared screen that stands still is not lost while its track is
 * open. Where the event wants it, a picture that stands still or is black is left for another camera, never
 * for the slate, and a director who cuts to such a camera keeps it. Times are milliseconds of one monotonic
 * clock.
 */

/**
 * With the tick, the change of sound and a loaded machine this stays within the promised 1.0 s after the last
 * frame.
 */
export const LOST_AFTER_MS = 700;
/**
 * A camera that was lost as late twice, with a moment of health each time, is slow and not gone: a hot phone
 * sends a frame a second. Where no other one is healthy, its last frame is repeated for so long, instead of
 * the slate for a part of every second. Lost once more, it has to be healthy for `HEALTHY_FOR_MS` like any
 * other before it is shown again.
 */
export const SLOW_LOST_AFTER_MS = 3_000;
/** How long a cut waits for a camera that has no picture yet; a layer or a first frame comes within 0.3 s. */
export const AWAIT_MS = 1_000;
/** After a loss of all cameras, the director's camera is restored if it returns within this time (F8). */
export const RESTORE_WITHIN_MS = 30_000;

/**
 * What Postgres says should be on air. `byLadder` marks a recorded decision of the ladder, not of a person.
 */
export interface LadderChoice {
  cameraId: string | null;
  /** Raised by every cut, also by one to the same camera. */
  cutSeq: number;
  byLadder: boolean;
}

export interface LadderInput {
  nowMs: number;
  choice: LadderChoice;
  /** In fallback order. */
  cameras: readonly LadderCamera[];
  autoReturn: boolean;
}

export type FailoverReason =
  'late' | 'removed' | 'picture-off' | 'no-picture' | PictureTrouble | 'rescue' | 'return';

/**
 * A decision of the ladder, to be logged as a switch with the source `failover`. `from` is what the log has
 * on air.
 */
export interface Failover {
  from: string | null;
  to: string | null;
  reason: FailoverReason;
  atMs: number;
}

export interface LadderState extends CameraHealth {
  /** Camera on the program, null for the slate. */
  shown: string | null;
  /** The director's camera, to which the ladder returns. */
  home: string | null;
  /**
   * `on-air`: home is shown. `awaiting`: home has no picture yet. `fallen`: something else is shown instead.
   */
  phase: 'on-air' | 'awaiting' | 'fallen';
  /** When the phase began. */
  sinceMs: number;
  /** Since when all cameras are lost; null otherwise. */
  outageSinceMs: number | null;
  cutSeq: number | null;
  /** What the switch log has on air after the last decision, a person's or the ladder's. */
  recorded: string | null;
  /** A camera that a person cut to although its picture stood still or was black; until it lives again. */
  insisted: string | null;
}

export interface LadderStep {
  state: LadderState;
  failover: Failover | null;
}

/** Before the first tick: the slate, as nothing was chosen yet. */
export function startLadder(): LadderState {
  return {
    shown: null,
    home: null,
    phase: 'on-air',
    sinceMs: 0,
    outageSinceMs: null,
    cutSeq: null,
    recorded: null,
    healthySinceMs: new Map(),
    lateFalls: new Map(),
    briefs: new Map(),
    insisted: null,
  };
}

/** One tick. Every input has a next state, and `shown` is always a camera of the input or the slate. */
export function stepLadder(before: LadderState, input: LadderInput): LadderStep {
  const insisted = troubleOf(before.insisted, input) ? before.insisted : null;
  const health = nextHealth(before, input.cameras, input.nowMs);
  const state = follow({ ...before, ...health, insisted }, input);
  switch (state.phase) {
    case 'on-air':
      return onAir(state, input);
    case 'awaiting':
      return awaiting(state, input);
    case 'fallen':
      return fallen(state, input);
  }
}

/**
 * Takes over a new choice. A person's always wins; the ladder's own, read back from the database, changes
 * nothing.
 */
function follow(state: LadderState, input: LadderInput): LadderState {
  const { choice, nowMs } = input;
  if (choice.cutSeq === state.cutSeq) return state;
  const first = state.cutSeq === null;
  const next = { ...state, cutSeq: choice.cutSeq };
  if (choice.byLadder && !first) return next;
  const { cameraId: home } = choice;
  // An engine that starts finds cameras that are still connecting: as after an outage, home has precedence
  // for a while.
  if (first && (home !== null || choice.byLadder)) {
    return { ...next, home, recorded: home, phase: 'fallen', sinceMs: nowMs, outageSinceMs: nowMs };
  }
  const phase = home === null ? 'on-air' : 'awaiting';
  const shown = home === null ? null : state.shown;
  const insisted = troubleOf(home, input) ? home : null;
  return { ...next, home, shown, recorded: home, phase, sinceMs: nowMs, outageSinceMs: null, insisted };
}

function onAir(state: LadderState, input: LadderInput): LadderStep {
  if (state.shown === null) return { state, failover: null };
  const reason = whyLost(state, state.shown, input);
  return reason ? fall(state, input, reason) : { state, failover: null };
}

function awaiting(state: LadderState, input: LadderInput): LadderStep {
  if (whyLost(state, state.home, input) === null)
    return { state: showHome(state, input.nowMs), failover: null };
  // The camera that is shown already is less of a change than a cut to a third one.
  if (input.nowMs - state.sinceMs >= AWAIT_MS) return fall(state, input, 'no-picture', state.shown);
  const lost = whyLost(state, state.shown, input) !== null;
  return { state: lost ? { ...state, shown: nextHealthy(state, input)?.id ?? null } : state, failover: null };
}

function fallen(state: LadderState, input: LadderInput): LadderStep {
  if (mayReturn(state, input)) {
    const next = { ...showHome(state, input.nowMs), recorded: state.home };
    return { state: next, failover: failoverEvent(state, state.home, 'return', input.nowMs) };
  }
  if (state.shown !== null) {
    const reason = whyLost(state, state.shown, input);
    return reason ? fall(state, input, reason) : { state, failover: null };
  }
  const rescuer = input.cameras.find(({ id }) => healthyFor(state, id, input.nowMs) >= HEALTHY_FOR_MS);
  return rescuer ? turnTo(state, input, rescuer.id, 'rescue') : { state, failover: null };
}

/** Whether the director's camera may return automatically. */
function mayReturn(state: LadderState, { nowMs, autoReturn }: LadderInput): boolean {
  if (state.home === null) return false;
  const healthyMs = healthyFor(state, state.home, nowMs);
  // Nothing else is on: anything is better than the slate, and it is what the director chose.
  if (state.shown === null) return isTrusted(state, state.home, nowMs);
  if (healthyMs < HEALTHY_FOR_MS) return false;
  return autoReturn || (state.outageSinceMs !== null && nowMs - state.outageSinceMs <= RESTORE_WITHIN_MS);
}

function fall(
  state: LadderState,
  input: LadderInput,
  reason: FailoverReason,
  prefer: string | null = null,
): LadderStep {
  const healthy = nextHealthy(state, input, prefer);
  // A still picture may be a quiet one, and a black one a dark ground: more than the slate.
  if (!healthy && (reason === 'still' || reason === 'black')) return { state, failover: null };
  const to =
    healthy ?? input.cameras.find(({ trouble, ...camera }) => trouble && isHealthy(camera, input.nowMs));
  const outageSinceMs = to ? state.outageSinceMs : (state.outageSinceMs ?? input.nowMs);
  const lateFalls = reason === 'late' ? withFallOf(state, state.shown) : state.lateFalls;
  return turnTo({ ...state, outageSinceMs, lateFalls }, input, to?.id ?? null, reason);
}

function turnTo(
  state: LadderState,
  input: LadderInput,
  to: string | null,
  reason: FailoverReason,
): LadderStep {
  const phase = to !== null && to === state.home ? 'on-air' : 'fallen';
  const next: LadderState = { ...state, shown: to, recorded: to, phase, sinceMs: input.nowMs };
  return { state: next, failover: failoverEvent(state, to, reason, input.nowMs) };
}

function failoverEvent(
  state: LadderState,
  to: string | null,
  reason: FailoverReason,
  atMs: number,
): Failover | null {
  return state.recorded === to ? null : { from: state.recorded, to, reason, atMs };
}

function showHome(state: LadderState, nowMs: number): LadderState {
  return { ...state, shown: state.home, phase: 'on-air', sinceMs: nowMs, outageSinceMs: null };
}

/** Why a camera cannot stay on air, or null while its last frame may be repeated. The slate is never lost. */
function whyLost(state: LadderState, id: string | null, input: LadderInput): FailoverReason | null {
  if (id === null) return null;
  const camera = input.cameras.find((candidate) => candidate.id === id);
  if (!camera) return 'removed';
  if (camera.pictureOff) return 'picture-off';
  if (camera.lastFrameAtMs === null) return 'no-picture';
  const trouble = id === state.insisted ? null : (camera.trouble ?? null);
  if (camera.still) return trouble;
  return input.nowMs - camera.lastFrameAtMs >= lostAfterMs(state, id, input) ? 'late' : trouble;
}

/** How long the last frame of a camera is repeated. */
function lostAfterMs(state: LadderState, id: string, { cameras, nowMs }: LadderInput): number {
  if (!isSlow(state, id)) return LOST_AFTER_MS;
  const other = cameras.some((one) => one.id !== id && healthyFor(state, one.id, nowMs) >= HEALTHY_FOR_MS);
  return other ? LOST_AFTER_MS : SLOW_LOST_AFTER_MS;
}

function nextHealthy(
  state: LadderState,
  { cameras, nowMs }: LadderInput,
  prefer: string | null = null,
): LadderCamera | undefined {
  const healthy = cameras.filter(({ id }) => isTrusted(state, id, nowMs));
  return healthy.find(({ id }) => id === prefer) ?? healthy[0];
}

function troubleOf(id: string | null, { cameras }: LadderInput): PictureTrouble | null {
  return cameras.find((camera) => camera.id === id)?.trouble ?? null;
}
