import {
  startLadder,
  stepLadder,
  type Failover,
  type LadderChoice,
  type LadderState,
} from '../../core/ladder';
import type { LadderCamera } from '../../core/ladder-health';
import type { ProgramDesired } from '../types';

/** What of a camera arrives; its time is of the same clock as the ticks. */
export type PictureOf = (cameraId: string) => Pick<LadderCamera, 'lastFrameAtMs' | 'still' | 'trouble'>;

/** Feeds the ladder of one program with what is desired and what arrives, tick by tick. */
export class LadderDriver {
  readonly #pictureOf: PictureOf;
  readonly #onFailover: (failover: Failover) => void;
  #state: LadderState = startLadder();
  #choice: LadderChoice;
  #desired: ProgramDesired;

  constructor(desired: ProgramDesired, pictureOf: PictureOf, onFailover: (failover: Failover) => void) {
    this.#pictureOf = pictureOf;
    this.#onFailover = onFailover;
    this.#desired = desired;
    this.#choice = choiceAfter(null, desired, this.#state);
  }

  /** Looks at every state as it comes in: of two cuts between two ticks none is missed. */
  update(desired: ProgramDesired): void {
    this.#desired = desired;
    this.#choice = choiceAfter(this.#choice, desired, this.#state);
  }

  step(nowMs: number): LadderState {
    const { state, failover } = stepLadder(this.#state, {
      nowMs,
      choice: this.#choice,
      cameras: this.cameras(),
      autoReturn: this.#desired.autoReturn,
    });
    this.#state = state;
    if (failover) this.#onFailover(failover);
    return state;
  }

  /** In fallback order, with what arrives of each now. */
  cameras(): LadderCamera[] {
    const { cameras, fallbackOrder } = this.#desired;
    const rank = (id: string): number => {
      const place = fallbackOrder.indexOf(id);
      return place < 0 ? fallbackOrder.length : place;
    };
    return cameras
      .map(({ id, pictureOff }) => ({ id, pictureOff, ...this.#pictureOf(id) }))
      .sort((a, b) => rank(a.id) - rank(b.id));
  }
}

/** The choice that a state holds; where it does not name its cut, a change of `onAir` counts as one. */
function choiceAfter(
  before: LadderChoice | null,
  { program: { onAir, cut } }: ProgramDesired,
  ladder: LadderState,
): LadderChoice {
  if (cut) return { cameraId: onAir, cutSeq: cut.seq, byLadder: cut.byLadder };
  if (!before) return { cameraId: onAir, cutSeq: 1, byLadder: false };
  if (before.cameraId === onAir) return before;
  const byLadder = ladder.phase === 'fallen' && onAir === ladder.recorded;
  return { cameraId: onAir, cutSeq: before.cutSeq + 1, byLadder };
}
