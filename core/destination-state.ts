import type { OutputState } from '../contract/vocabulary';
import { backoffMs } from './time/backoff';

/**
 * The states of a destination (design §8) as a pure table. The driver reports what happens to its connection
 * and waits for `retryDelayMs`; names, colours and sentences follow from the state.
 */

export type DestinationFailure =
  /** Nothing listens at the address. */
  | 'refused'
  /** The address does not answer at all. */
  | 'unreachable'
  /** The host name does not resolve. */
  | 'unknown-host'
  /** The address is not one we may send to (safety T13). */
  | 'forbidden-address'
  /** The server accepted the connection and then did not answer in time. */
  | 'timeout'
  /** The server closed the connection before it answered anything. */
  | 'hung-up'
  /** Not an RTMP server, or TLS on one side only. */
  | 'no-rtmp'
  /** The server does not have this application, the path in the address. */
  | 'path'
  /** The server refused the key. */
  | 'rejected'
  /** The server asks for a user name and password. */
  | 'sign-in'
  /** The server names another address to send to. */
  | 'moved'
  /** Another encoder sends under this key. */
  | 'in-use'
  /** The certificate of an rtmps server is not trusted. */
  | 'certificate'
  /** The connection broke while sending. */
  | 'dropped'
  /** Open, but nothing gets through. */
  | 'stalled'
  /** Open and moving, but too slowly for the program. */
  | 'slow'
  /** The stored key cannot be opened with this server's secrets key. */
  | 'unreadable-key'
  /** A failure in our own process. */
  | 'internal';

export interface DestinationHealth {
  state: OutputState;
  /** When this state began, ms of the driver's clock. */
  sinceMs: number;
  failure: DestinationFailure | null;
  /** Reconnections since the start. */
  retries: number;
  /** Failures since it last sent for `STEADY_MS`; the backoff follows it. */
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
  /** Nothing, or not enough, has got through for a moment; `unstuck` ends it. */
  | { type: 'stuck'; failure: 'stalled' | 'slow' }
  | { type: 'moving' }
  | { type: 'lost'; failure: DestinationFailure };

/** A connection that lasted this long was healthy: the next failure is a new one with a new backoff. */
const STEADY_MS = 10_000;

/** Believed only when it happens twice in a row: a server that is starting or stopping answers the same. */
const BELIEVED_TWICE: readonly DestinationFailure[] = ['rejected', 'path', 'no-rtmp', 'sign-in', 'moved'];

/** These do not go away without a person. */
function isFinal(before: DestinationHealth, failure: DestinationFailure): boolean {
  if (BELIEVED_TWICE.includes(failure)) return before.failure === failure;
  return failure === 'forbidden-address' || failure === 'certificate' || failure === 'unreadable-key';
}

export function destinationOff(nowMs: number): DestinationHealth {
  return { state: 'off', sinceMs: nowMs, failure: null, retries: 0, failures: 0, liveSinceMs: null };
}

/**
 * The next health; the same object when the event changes nothing. Events that do not fit the state have no
 * effect.
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

/** The first retry after a loss comes at once: a server that only restarted is back by then. */
const FIRST_RETRY_MS = 250;
const RETRY = { firstMs: 1_000, capMs: 15_000, least: 1 };
/** A refused connection costs little, and a server that returns must have us within 3 s (safety F18). */
const REFUSED_RETRY_MS = 1_500;
/** After this many refusals (some five minutes) a restart of the server is unlikely. */
const REFUSED_OFTEN = 200;
const PERMANENT_RETRY_MS = 60_000;
/** So that many destinations of one platform do not return at the same moment. */
const JITTER = 0.2;

/** ms until the next retry; `random` in [0, 1). */
export function retryDelayMs(health: DestinationHealth, random: number): number {
  const jittered = (ms: number): number => Math.round(ms * (1 + JITTER * (random - 0.5)));
  const { failure, failures } = health;
  if (health.state === 'failed') return jittered(PERMANENT_RETRY_MS);
  if (failure !== null && BELIEVED_TWICE.includes(failure)) return jittered(RETRY.firstMs);
  if (failures <= 1) return FIRST_RETRY_MS;
  if ((failure === 'refused' || failure === 'hung-up') && failures < REFUSED_OFTEN)
    return jittered(REFUSED_RETRY_MS);
  return jittered(backoffMs(failures - 2, RETRY));
}

/** Failures in a row after which the platform's other server is tried alternately. */
const BACKUP_AFTER = 3;
/** Failures that another server of the same platform may not have. A refused key is refused there too. */
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
 * Whether the next retry goes to the other server than the preferred one. A server that works is not left;
 * after it was healthy for long, the preferred one is tried first again.
 */
export function triesOther({ failure, failures }: Pick<DestinationHealth, 'failure' | 'failures'>): boolean {
  const helps = failure !== null && BACKUP_HELPS.includes(failure);
  return helps && failures >= BACKUP_AFTER && (failures - BACKUP_AFTER) % 2 === 0;
}
