import type { OutputState } from '../contract/vocabulary';

/**
 * What a destination goes through (design §8): a pure table. The driver reports what happens to its
 * connection and does what `retryDelayMs` says; names, colours and sentences follow from the state.
 */

/** Why a connection failed, as far as it shows. */
export type DestinationFailure =
  /** Nobody listens at the address. */
  | 'refused'
  /** Nothing comes back from the address at all. */
  | 'unreachable'
  /** The host name leads nowhere. */
  | 'unknown-host'
  /** The address is not one we may send to. */
  | 'forbidden-address'
  /** The server took the connection and did not go on. */
  | 'timeout'
  /** The server hung up before it said anything. */
  | 'hung-up'
  /** What answers there is no RTMP server, or wants TLS where we have none, or the other way round. */
  | 'no-rtmp'
  /** The server does not have this application, the path in the address. */
  | 'path'
  /** The server said no to the key. */
  | 'rejected'
  /** Somebody else sends under this key at the moment. */
  | 'in-use'
  /** The certificate of an rtmps server does not hold. */
  | 'certificate'
  /** The connection broke while sending. */
  | 'dropped'
  /** Open, but nothing gets through. */
  | 'stalled'
  /** Open and moving, but too slowly for the program. */
  | 'slow'
  /** Our own sending did not work. */
  | 'internal';

export interface DestinationHealth {
  state: OutputState;
  /** When this state began, ms of the driver's clock. */
  sinceMs: number;
  failure: DestinationFailure | null;
  /** Connections tried again since the start. */
  retries: number;
  /** Failures since it last sent for `STEADY_MS`; the back-off follows it. */
  failures: number;
  /** When the present connection began to send, or null. */
  liveSinceMs: number | null;
}

export type DestinationEvent =
  | { type: 'start' }
  | { type: 'stop' }
  /** A new try after a failure begins. */
  | { type: 'retry' }
  | { type: 'connected' }
  /** Nothing, or not enough, has got through for a moment, and: it goes on. */
  | { type: 'stuck'; failure: 'stalled' | 'slow' }
  | { type: 'moving' }
  | { type: 'lost'; failure: DestinationFailure };

/** A connection that held this long was a good one: what follows is a new trouble with a new back-off. */
const STEADY_MS = 10_000;

/**
 * Believed the second time in succession only: a server that is just going down or coming up says no in the
 * same way.
 */
const BELIEVED_TWICE: readonly DestinationFailure[] = ['rejected', 'path', 'no-rtmp'];

/** These do not get better by themselves. */
function isFinal(before: DestinationHealth, failure: DestinationFailure): boolean {
  if (BELIEVED_TWICE.includes(failure)) return before.failure === failure;
  return failure === 'forbidden-address' || failure === 'certificate';
}

export function destinationOff(nowMs: number): DestinationHealth {
  return { state: 'off', sinceMs: nowMs, failure: null, retries: 0, failures: 0, liveSinceMs: null };
}

/**
 * The next health; the same object when the event changes nothing. Events that do not fit the state are
 * without effect.
 */
export function nextHealth(
  health: DestinationHealth,
  event: DestinationEvent,
  nowMs: number,
): DestinationHealth {
  const become = (state: OutputState, change: Partial<DestinationHealth> = {}): DestinationHealth => ({
    ...health,
    ...change,
    state,
    sinceMs: state === health.state ? health.sinceMs : nowMs,
  });
  const { state } = health;
  if (event.type === 'stop') return state === 'off' ? health : destinationOff(nowMs);
  if (event.type === 'start')
    return state === 'off' ? { ...destinationOff(nowMs), state: 'connecting' } : health;
  if (state === 'off') return health;

  switch (event.type) {
    case 'retry':
      return state === 'live' || state === 'stalled' ? health : { ...health, retries: health.retries + 1 };
    case 'connected':
      return state === 'live' ? health : become('live', { failure: null, liveSinceMs: nowMs });
    case 'stuck':
      if (state === 'live') return become('stalled', { failure: event.failure });
      return state === 'stalled' && health.failure !== event.failure
        ? { ...health, failure: event.failure }
        : health;
    case 'moving':
      return state === 'stalled' ? become('live', { failure: null }) : health;
    case 'lost': {
      const steady = health.liveSinceMs !== null && nowMs - health.liveSinceMs >= STEADY_MS;
      const failures = steady ? 1 : health.failures + 1;
      return become(isFinal(health, event.failure) ? 'failed' : 'reconnecting', {
        failure: event.failure,
        failures,
        liveSinceMs: null,
      });
    }
  }
}

/** The first try after a loss comes at once: a server that only restarted is back by then. */
const FIRST_RETRY_MS = 250;
const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
/**
 * A refused connection costs nobody anything, and a server that returns is to have us within 3 s (safety
 * F18).
 */
const REFUSED_RETRY_MS = 1_500;
/** After so many refusals (some five minutes) nobody is just restarting a server. */
const REFUSED_OFTEN = 200;
const PERMANENT_RETRY_MS = 60_000;
/** So that many destinations of one dead platform do not return in one moment. */
const JITTER = 0.2;

/** Milliseconds until the next try; `random` in [0, 1). */
export function retryDelayMs(health: DestinationHealth, random: number): number {
  const jittered = (ms: number): number => Math.round(ms * (1 + JITTER * (random - 0.5)));
  const { failure, failures } = health;
  if (health.state === 'failed') return jittered(PERMANENT_RETRY_MS);
  if (failure !== null && BELIEVED_TWICE.includes(failure)) return jittered(BACKOFF_MS[0]);
  if (failures <= 1) return FIRST_RETRY_MS;
  if ((failure === 'refused' || failure === 'hung-up') && failures < REFUSED_OFTEN)
    return jittered(REFUSED_RETRY_MS);
  return jittered(BACKOFF_MS[Math.min(failures - 2, BACKOFF_MS.length - 1)] ?? 15_000);
}

/** Failures in succession after which the platform's other server is asked in turn with the first. */
const BACKUP_AFTER = 3;
/** What another server of the same platform may do better. A refused key is refused there too. */
export const BACKUP_HELPS: readonly DestinationFailure[] = [
  'refused',
  'unreachable',
  'unknown-host',
  'timeout',
  'hung-up',
  'no-rtmp',
  'certificate',
  'dropped',
  'stalled',
];

/**
 * Whether the next try goes to the server that does not come first. One that works is stayed with; after it
 * was good for long, the one that comes first is tried first again.
 */
export function triesOther({ failure, failures }: Pick<DestinationHealth, 'failure' | 'failures'>): boolean {
  const helps = failure !== null && BACKUP_HELPS.includes(failure);
  return helps && failures >= BACKUP_AFTER && (failures - BACKUP_AFTER) % 2 === 0;
}
