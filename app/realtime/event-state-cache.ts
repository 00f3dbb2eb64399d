import type { Audience } from '../../contract/vocabulary';
import type { StateRow } from '../../db/queries/state';
import { crewSlices, difference, fillCrewState, operatorOf, publicOf } from '../domain/state/project';
import type { CrewState, OperatorState, Snapshot, StateOf, Update } from '../../contract/messages';

/** Where the updates of an event go; the gateway's socket rooms. */
export interface Deliver {
  crew(eventId: string, update: Update<'crew'>): void;
  public(eventId: string, update: Update<'public'>): void;
  camera(cameraId: string, update: Update<'camera'>): void;
}

/** One end of a chain: the last state that was sent, and its seq. */
interface Link<A extends Audience> {
  seq: number;
  state: StateOf[A];
}

/**
 * The present state of one event in this process, and the three kinds of chains that hang on it. Everybody's
 * state is projected from one read, so that no two audiences ever disagree. The crew's chain grows with every
 * seq; the others only when what they may see has changed.
 */
export class EventStateCache {
  readonly eventId: string;
  #seq: number;
  #state: CrewState;
  #public: Link<'public'>;
  readonly #cameras = new Map<string, Link<'camera'>>();

  constructor(row: StateRow) {
    this.eventId = row.id;
    this.#seq = row.seq;
    this.#state = fillCrewState(crewSlices(row));
    this.#public = { seq: row.seq, state: publicOf(this.#state) };
  }

  get seq(): number {
    return this.#seq;
  }

  get state(): CrewState {
    return this.#state;
  }

  /** What anybody may see, as it is now. */
  get public(): Snapshot<'public'> {
    return { audience: 'public', seq: this.#seq, state: this.#public.state };
  }

  /**
   * Takes what was read since `seq` and delivers the differences. A row that is not newer changes nothing.
   */
  apply(row: StateRow, deliver: Deliver): void {
    if (row.seq <= this.#seq) return;
    const prevSeq = this.#seq;
    const next: CrewState = { ...this.#state, ...crewSlices(row) };
    const patch = difference(this.#state, next) ?? {};
    this.#seq = row.seq;
    this.#state = next;
    deliver.crew(this.eventId, { prevSeq, seq: row.seq, patch });
    this.#public = advance(this.#public, row.seq, publicOf(next), (update) =>
      deliver.public(this.eventId, update),
    );
    for (const [cameraId, link] of this.#cameras) {
      const state = operatorOf(next, cameraId);
      this.#cameras.set(
        cameraId,
        advance(link, row.seq, state, (update) => deliver.camera(cameraId, update)),
      );
    }
  }

  /**
   * What a newcomer gets. Its seq is the event's own, which may lie ahead of its audience's chain: the next
   * update's `prevSeq` is then lower, which the client's rule allows for (chain.ts).
   */
  snapshot(audience: 'crew' | 'public'): Snapshot<'crew'> | Snapshot<'public'> {
    return audience === 'crew' ? { audience, seq: this.#seq, state: this.#state } : this.public;
  }

  /** Begins the chain of a camera's phone, or gives its present state. */
  camera(cameraId: string): Snapshot<'camera'> {
    const state: OperatorState = operatorOf(this.#state, cameraId);
    if (!this.#cameras.has(cameraId)) this.#cameras.set(cameraId, { seq: this.#seq, state });
    return { audience: 'camera', seq: this.#seq, state };
  }
}

function advance<A extends Audience>(
  link: Link<A>,
  seq: number,
  state: StateOf[A],
  send: (update: Update<A>) => void,
): Link<A> {
  const patch = difference(link.state, state);
  if (!patch) return link;
  send({ prevSeq: link.seq, seq, patch });
  return { seq, state };
}
