import type { EventKind } from '../contract/vocabulary';

/**
 * The LiveKit rooms of an event (design §6). Only the program room carries the bare slug; the colon keeps the
 * others unaskable.
 */
export interface EventRooms {
  cameras: string;
  program: string;
  rehearsal: string;
  talk: string;
}

/** Slugs and showIds: public, unique, and never a room with a colon. */
export const SLUG_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A show has one room: its host publishes straight to the viewers, and there the engine finds its one camera.
 */
export function roomsOf(slug: string, kind: EventKind = 'match'): EventRooms {
  if (kind === 'show') return { cameras: slug, program: slug, rehearsal: slug, talk: `${slug}:talk` };
  return {
    cameras: `${slug}:cameras`,
    program: slug,
    rehearsal: `${slug}:rehearsal`,
    talk: `${slug}:talk`,
  };
}
