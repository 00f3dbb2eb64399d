// A file of its own: a rule without I/O, with its own test.

/** The last known session of an identity in a room. Times in ms since 1970. */
export interface HeardOf {
  sid: string;
  joinedAtMs: number;
  left: boolean;
}

export interface Heard {
  kind: 'joined' | 'left';
  sid: string;
  joinedAtMs: number;
}

/**
 * What is known after one more message of LiveKit, whose messages come late, twice and out of order (safety
 * F28, F29): the newest session of an identity decides, and one that has left stays left. Null when the
 * message changes nothing. The result does not depend on the order of the messages.
 */
export function afterHearing(known: HeardOf, heard: Heard): HeardOf | null {
  const next = { sid: heard.sid, joinedAtMs: heard.joinedAtMs, left: heard.kind === 'left' };
  if (heard.sid === known.sid) return next.left && !known.left ? next : null;
  if (heard.joinedAtMs < known.joinedAtMs) return null;
  // Two sessions of the same instant: the larger id, only so that every order ends alike.
  if (heard.joinedAtMs === known.joinedAtMs && heard.sid < known.sid) return null;
  return next;
}
