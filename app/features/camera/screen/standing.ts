import type { OperatorState } from '../../../../contract/messages';
import type { PublisherState } from '../publisher-state';

/** Why this tab does not film, where nothing but a person can change it. */
export type StandstillKind = 'takenOver' | 'removed' | 'unknown' | 'ended';

export function standstillOf(facts: {
  publisher: PublisherState['name'];
  camera: Pick<OperatorState['camera'], 'state'>;
  event: Pick<OperatorState['event'], 'status'>;
  takenOver: boolean;
}): StandstillKind | null {
  if (facts.camera.state === 'removed' || facts.publisher === 'removed') return 'removed';
  if (facts.publisher === 'unknown') return 'unknown';
  if (facts.event.status === 'ended') return 'ended';
  return facts.takenOver || facts.publisher === 'takenOver' ? 'takenOver' : null;
}

export type Note = 'interrupted' | 'lost' | 'pictureOff' | 'hot' | 'deskGone';

/** One sentence at a time, the one that matters most: nobody reads a list while following a ball. */
export function noteOf(facts: Record<Note, boolean>): Note | null {
  const order: Note[] = ['interrupted', 'lost', 'pictureOff', 'hot', 'deskGone'];
  return order.find((note) => facts[note]) ?? null;
}
