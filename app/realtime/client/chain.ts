import type { Audience } from '../../../contract/vocabulary';
import type { Snapshot, StateOf, Update } from '../../../contract/messages';

/** How far a client has come; `state` is null before the first snapshot. */
export interface Chain<A extends Audience> {
  seq: number;
  state: StateOf[A] | null;
}

export interface Step<A extends Audience> {
  chain: Chain<A>;
  /** True when something is missing: ask the server to resume from `chain.seq`. */
  ask: boolean;
}

/** A snapshot is the whole truth: the server sends none that is older than the seq the client has sent it. */
export function takeSnapshot<A extends Audience>({ seq, state }: Snapshot<A>): Chain<A> {
  return { seq, state };
}

/**
 * Lays an update over the chain.
 *
 * A patch holds whole slices as they were at `seq`, and every slice that changed after `prevSeq`. So what
 * ends at or before our own seq is old news; what begins at or before it fits, also when it overlaps; what
 * begins after it leaves a gap, which only a snapshot can close.
 */
export function takeUpdate<A extends Audience>(chain: Chain<A>, update: Update<A>): Step<A> {
  if (chain.state === null || update.prevSeq > chain.seq) return { chain, ask: true };
  if (update.seq <= chain.seq) return { chain, ask: false };
  return { chain: { seq: update.seq, state: { ...chain.state, ...update.patch } }, ask: false };
}
