/** The LiveKit rooms of an event (design §6). Only the program room carries the bare slug; the colon keeps the others unaskable. */
export interface EventRooms {
  cameras: string;
  program: string;
  rehearsal: string;
  talk: string;
}

/** Slugs and showIds: public, unique, and never a room with a colon. */
export const SLUG_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

export function roomsOf(slug: string): EventRooms {
  return {
    cameras: `${slug}:cameras`,
    program: slug,
    rehearsal: `${slug}:rehearsal`,
    talk: `${slug}:talk`,
  };
}
