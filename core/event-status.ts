import type { EventKind, EventCommand, EventStatus, OpenStatus } from '../contract/vocabulary';

/**
 * `same`: already there, so asking again changes nothing and is no fault. A sentence: why not, and what to
 * do.
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

/**
 * A show is live while its host publishes, so nobody starts it; and it can be closed while the host is away.
 */
const OF_A_SHOW: Partial<typeof TABLE> = {
  start: {
    ...TABLE.start,
    ready: { refused: 'A show goes live by itself when its host goes on the air. Open the host link.' },
    ended: { refused: 'The show is over. Reopen it first; it goes live when its host goes on the air.' },
  },
  stop: { ...TABLE.stop, ready: { to: 'ended' } },
};

/** What a command does to an event in `status` (design §2). */
export function afterCommand(status: EventStatus, command: EventCommand, kind: EventKind = 'match'): Outcome {
  const table = kind === 'show' ? { ...TABLE, ...OF_A_SHOW } : TABLE;
  return table[command][status];
}

/**
 * Where a show stands by what its host does; null where that changes nothing. A draft or ended one is not
 * opened by it.
 */
export function afterHost(status: EventStatus, onAir: boolean): OpenStatus | null {
  if (onAir) return status === 'ready' ? 'live' : null;
  return status === 'live' ? 'ready' : null;
}

/** Whether phones may join and the director may cut. */
export function isOpen(status: EventStatus): boolean {
  return status === 'ready' || status === 'live';
}
