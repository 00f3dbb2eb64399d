import type { Scene, TBar, TimedTransition } from '../../contract/program';
import { type CellsState, startCells, stepCells } from '../../core/cells';
import type { Failover, LadderState } from '../../core/ladder';
import type { ProgramDesired } from '../types';
import { LadderDriver, type PictureOf } from './ladder-driver';

/** Cells of a layout have lost their cameras. */
export interface ReFlow {
  lost: string[];
  from: Scene;
  to: Scene;
}

export interface SceneStep {
  /** What the program shows in this tick. */
  scene: Scene;
  ladder: LadderState;
  /** The director's choice behind it, once it is what is shown. */
  take: { seq: number; transition: TimedTransition | null } | null;
  /** Where a hand has moved the T-bar to, and what comes at its other end. */
  tbar?: (TBar & { to: Scene }) | null;
}

export interface SceneEvents {
  onFailover: (failover: Failover) => void;
  onReFlow: (reFlow: ReFlow) => void;
}

/**
 * From what is desired and what arrives to the scene of each tick: a camera alone follows the ladder, the
 * cells of a layout follow their own rule, and the ladder again when none of them is left.
 */
export class SceneDriver {
  readonly #ladder: LadderDriver;
  readonly #events: SceneEvents;
  #cells: CellsState = startCells();
  #desired: ProgramDesired;

  constructor(desired: ProgramDesired, pictureOf: PictureOf, events: SceneEvents) {
    this.#desired = desired;
    this.#events = events;
    this.#ladder = new LadderDriver(desired, pictureOf, (failover) => {
      if (this.#ladderDecides) events.onFailover(failover);
    });
  }

  #ladderDecides = true;

  update(desired: ProgramDesired): void {
    this.#desired = desired;
    this.#ladder.update(desired);
  }

  step(nowMs: number): SceneStep {
    const { tbar, preview } = this.#desired.program;
    const step = this.#stepScene(nowMs);
    if (!tbar || preview === null) return step;
    return {
      ...step,
      tbar: { ...tbar, to: { ...sceneOf(this.#desired), layout: 'single', cells: [preview] } },
    };
  }

  #stepScene(nowMs: number): SceneStep {
    const { program, cellFallback } = this.#desired;
    const wanted = sceneOf(this.#desired);
    const seq = program.cut?.seq ?? program.seq;
    const transition = program.cut?.transition ?? null;
    const { state, scene, lostNow } = stepCells(this.#cells, {
      nowMs,
      cutSeq: seq,
      scene: wanted,
      rule: cellFallback ?? 'close',
      cameras: this.#ladder.cameras(),
    });
    const before = this.#ladderDecides;
    this.#ladderDecides = wanted.layout === 'single' || scene === null;
    this.#cells = state;
    const ladder = this.#ladder.step(nowMs);
    if (wanted.layout !== 'single' && scene) {
      if (lostNow.length > 0) this.#events.onReFlow({ lost: lostNow, from: wanted, to: scene });
      return { scene, ladder, take: { seq, transition } };
    }
    // The ladder has left the camera silently while its layout was still shown.
    if (!before && this.#ladderDecides && wanted.layout !== 'single' && ladder.phase === 'fallen') {
      const from = wanted.cells[0] ?? null;
      this.#events.onFailover({ from, to: ladder.shown, reason: 'late', atMs: nowMs });
    }
    return {
      scene: { ...wanted, layout: 'single', cells: [ladder.shown] },
      ladder,
      take: ladder.phase === 'on-air' && wanted.layout === 'single' ? { seq, transition } : null,
    };
  }
}

/** Without a scene in what is desired, the on-air camera alone. */
export function sceneOf({ program: { scene, onAir } }: ProgramDesired): Scene {
  return scene ?? { layout: 'single', cells: [onAir], options: {} };
}

export function isSameScene(one: Scene, other: Scene): boolean {
  return (
    one.layout === other.layout &&
    one.cells.length === other.cells.length &&
    one.cells.every((cameraId, cell) => cameraId === other.cells[cell]) &&
    (one.layout === 'single' || JSON.stringify(one.options) === JSON.stringify(other.options))
  );
}
