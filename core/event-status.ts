import type { EventKind, EventCommand, EventStatus, OpenStatus } from '../contract/vocabulary';

/**
 * `same`: already there, so repeating it changes nothing and is not an error. A sentence: why not, and what
 * to do.
 */
type Outcome = { to: EventStatus } | 'same' | { refused: string };

const TABLE: Record<EventCommand, Record<EventStatus, Outcome>> = {
  publish: {
    draft: { to: 'ready' },
    ready: 'same',
    live: 'same',
    ended: { refused: 'The event is over. Reopen it to use it again.' },
  },
  start: {
    draft: { refused: 'The event is still a draft. Publish it first, then go live.' },
    ready: { to: 'live' },
    live: 'same',
    ended: { refused: 'The event is over. Reopen it first, then go live.' },
  },
  stop: {
    draft: { refused: 'The event is not on the air.' },
    ready: { refused: 'The event is not on the air.' },
    live: { to: 'ended' },
    ended: 'same',
  },
  reopen: {
    draft: { refused: 'The event is still a draft. Publish it instead.' },
    ready: 'same',
    live: { refused: 'The event is on the air. End it before you reopen it.' },
    ended: { to: 'ready' },
  },
};

/** A show is live while its host publishes, so nobody starts it; it can be closed while the host is away. */
const OF_A_SHOW: Partial<typeof TABLE> = {
  start: {
    ...TABLE.start,
    ready: { refused: 'A show goes live automatically when its host goes on the air. Open the host link.' },
    ended: { refused: 'The show is over. Reopen it first; it goes live when its host goes on the air.' },
  },
  stop: { ...TABLE.stop, ready: { to: 'ended' } },
};

/** The effect of a command on an event in `status` (design §2). */
export function afterCommand(status: EventStatus, command: EventCommand, kind: EventKind = 'match'): Outcome {
  const table = kind === 'show' ? { ...TABLE, ...OF_A_SHOW } : TABLE;
  return table[command][status];
}

/**
 * A show's status after its host went on or off air; null where that changes nothing. It does not open a
 * draft or ended event.
 */
export function afterHost(status: EventStatus, onAir: boolean): OpenStatus | null {
  if (onAir) return status === 'ready' ? 'live' : null;
  return status === 'live' ? 'ready' : null;
}

export function isOpen(status: EventStatus): boolean {
  return status === 'ready' || status === 'live';
}
