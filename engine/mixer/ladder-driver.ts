import {
  startLadder,
  stepLadder,
  type Failover,
  type LadderCamera,
  type LadderChoice,
  type LadderState,
} from '../../core/ladder';
import type { ProgramDesired } from '../types';

/** Of one camera, as far as the ladder cares. */
export type LastFrameAt = (cameraId: string) => number | null;

/** Feeds the ladder of one program with what is desired and what arrives, tick by tick. */
export class LadderDriver {
  private state: LadderState = startLadder();
  private cutSeq = 0;
  private onAir: string | null | undefined;

  constructor(
    private readonly lastFrameAt: LastFrameAt,
    private readonly onFailover: (failover: Failover) => void,
  ) {}

  /** The ladder's word for this tick. */
  step(desired: ProgramDesired, nowMs: number): LadderState {
    const { state, failover } = stepLadder(this.state, {
      nowMs,
      choice: this.choiceOf(desired),
      cameras: this.inFallbackOrder(desired),
      autoReturn: desired.autoReturn,
    });
    this.state = state;
    if (failover) this.onFailover(failover);
    return state;
  }

  private choiceOf({ program }: ProgramDesired): LadderChoice {
    if (program.cut)
      return { cameraId: program.onAir, cutSeq: program.cut.seq, byLadder: program.cut.byLadder };
    const first = this.onAir === undefined;
    const echo = !first && this.state.phase === 'fallen' && program.onAir === this.state.recorded;
    if (program.onAir !== this.onAir) this.cutSeq += 1;
    this.onAir = program.onAir;
    return { cameraId: program.onAir, cutSeq: this.cutSeq, byLadder: echo };
  }

  private inFallbackOrder({ cameras, fallbackOrder }: ProgramDesired): LadderCamera[] {
    const rank = (id: string): number => {
      const place = fallbackOrder.indexOf(id);
      return place < 0 ? fallbackOrder.length : place;
    };
    return cameras
      .map(({ id, pictureOff }) => ({ id, pictureOff, lastFrameAtMs: this.lastFrameAt(id) }))
      .sort((a, b) => rank(a.id) - rank(b.id));
  }
}
