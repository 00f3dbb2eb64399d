import type { PictureTrouble } from '../../../contract/vocabulary';
import {
  type Failover,
  type LadderChoice,
  type LadderState,
  startLadder,
  stepLadder,
} from '../../../core/ladder';

export const TICK_MS = 1000 / 30;

/** Plays the ladder tick by tick: cameras that are `alive` have a frame in each. */
export class LadderShow {
  nowMs = 0;
  state: LadderState = startLadder();
  failovers: Failover[] = [];
  autoReturn = false;
  order = ['a', 'b', 'c'];
  pictureOff = new Set<string>();
  alive = new Set<string>();
  /** Cameras that send a frame only every so many ms. */
  slow = new Map<string, number>();
  /** Shared screens whose track is open. */
  still = new Set<string>();
  /** What is wrong with the pictures of cameras. */
  trouble = new Map<string, PictureTrouble>();
  private choice: LadderChoice = { cameraId: null, cutSeq: 0, byLadder: false };
  private lastFrameAtMs = new Map<string, number>();

  cut(cameraId: string | null, byLadder = false): this {
    this.choice = { cameraId, cutSeq: this.choice.cutSeq + 1, byLadder };
    return this;
  }

  tick(): string | null {
    this.nowMs += TICK_MS;
    for (const id of this.alive) this.lastFrameAtMs.set(id, this.nowMs);
    for (const [id, everyMs] of this.slow) {
      if (this.nowMs - (this.lastFrameAtMs.get(id) ?? -everyMs) >= everyMs)
        this.lastFrameAtMs.set(id, this.nowMs);
    }
    const { state, failover } = stepLadder(this.state, {
      nowMs: this.nowMs,
      choice: this.choice,
      autoReturn: this.autoReturn,
      cameras: this.order.map((id) => ({
        id,
        lastFrameAtMs: this.lastFrameAtMs.get(id) ?? null,
        pictureOff: this.pictureOff.has(id),
        still: this.still.has(id),
        trouble: this.trouble.get(id) ?? null,
      })),
    });
    this.state = state;
    if (failover) this.failovers.push(failover);
    return state.shown;
  }

  run(ms: number): string | null {
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs;) this.tick();
    return this.state.shown;
  }
}
