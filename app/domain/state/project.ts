import type {
  CrewScore,
  CrewState,
  OperatorState,
  PublicPlayer,
  PublicScore,
  PublicState,
} from '../../../contract/messages';
import { playersOf } from '../destinations/destination-answer';

/** The public part of an event. */
export function publicOf({
  event,
  destinations,
  score,
}: Pick<CrewState, 'event' | 'destinations' | 'score'>): PublicState {
  return publicWith(event, playersOf(destinations), score);
}

/** The same without destinations, which viewers may not read, from given players. */
export function publicWith(
  event: CrewState['event'],
  players: PublicPlayer[],
  score: CrewScore | null,
): PublicState {
  const { slug, title, kind, status, startsAt, liveSince } = event;
  return { event: { slug, title, kind, status, startsAt, liveSince }, players, score: publicScore(score) };
}

/** Without the last point, which only the crew sees. */
export function publicScore(score: CrewScore | null): PublicScore | null {
  if (!score) return null;
  const { home, away, period, clock } = score;
  return { home, away, period, clock };
}

/**
 * For a camera's phone: itself and its tally. A camera that is no longer in the crew's list was removed, and
 * sees only that.
 */
export function operatorOf(
  { event, program, cameras }: Pick<CrewState, 'event' | 'program' | 'cameras'>,
  cameraId: string,
): OperatorState {
  const { slug, title, status } = event;
  const camera = cameras.find((candidate) => candidate.id === cameraId);
  if (!camera) {
    const removed = {
      id: cameraId,
      number: 0,
      label: '',
      state: 'removed',
      muted: false,
      pictureOff: false,
    } as const;
    return { event: { slug, title, status }, camera: removed, tally: 'standby' };
  }
  const { id, number, label, state, muted, pictureOff } = camera;
  return {
    event: { slug, title, status },
    camera: { id, number, label, state, muted, pictureOff },
    tally:
      program.onAir === id && !program.faded ? 'program' : program.preview === id ? 'preview' : 'standby',
  };
}

/** The slices of `next` that differ from `previous`, or null. Slices are plain JSON. */
export function difference<S extends object>(previous: S, next: S): Partial<S> | null {
  const patch: Partial<S> = {};
  let changed = false;
  for (const name in next) {
    if (JSON.stringify(previous[name]) === JSON.stringify(next[name])) continue;
    patch[name] = next[name];
    changed = true;
  }
  return changed ? patch : null;
}
