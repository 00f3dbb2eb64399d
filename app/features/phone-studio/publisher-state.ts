import { backoffMs } from '../../../core/time/backoff';

/**
 * The publishing states of a phone, as a pure state machine; camera-publisher.ts does what each state
 * requires. It never gives up on its own: only a person ends it (removed, taken over, left).
 */
export type PublisherState =
  | { name: 'off' }
  /** Requesting a token; `tries` counts attempts since the last connection. */
  | { name: 'asking'; tries: number }
  /** Not admitted yet; requested again periodically and when the socket reports the admission. */
  | { name: 'waiting' }
  | { name: 'connecting'; tries: number }
  | { name: 'online' }
  /** The client library is resuming the connection. */
  | { name: 'mending' }
  /** Token or connection failed; the next try follows after `delayMs`. */
  | { name: 'pausing'; tries: number; delayMs: number; problem: string }
  | { name: 'removed' }
  /** Another tab of this phone publishes now. */
  | { name: 'takenOver' }
  /** The server no longer knows this phone: it has to join again. */
  | { name: 'unknown' };

export type PublisherEvent =
  | { type: 'start' }
  | { type: 'stop' }
  | { type: 'token' }
  | { type: 'notAdmitted' }
  | { type: 'refused'; why: 'removed' | 'unknown' }
  | { type: 'failed'; problem: string }
  | { type: 'connected' }
  | { type: 'mending' }
  | { type: 'lost'; problem: string }
  | { type: 'removedFromRoom' }
  | { type: 'takenOver' }
  /** A wait is over, the network is back, the page is visible, the socket says admitted, or a person asks. */
  | { type: 'again' };

/**
 * The first retries are quick, because most losses are short; the cap keeps within F10’s five seconds after a
 * long one.
 */
const RETRY = { firstMs: 300, capMs: 3_000, least: 1 };
export const WAITING_POLL_MS = 1_500;
/** Jitter, so that the phones of one pitch do not return in the same instant. */
const JITTER = 0.3;

/** Milliseconds before try number `tries` (from 0); `random` is in [0, 1). */
export function retryDelayMs(tries: number, random: number): number {
  return Math.round(backoffMs(tries, RETRY) * (1 - JITTER / 2 + JITTER * random));
}

export function nextState(
  state: PublisherState,
  event: PublisherEvent,
  random: number = Math.random(),
): PublisherState {
  switch (event.type) {
    case 'start':
      return state.name === 'off' ? { name: 'asking', tries: 0 } : state;
    case 'stop':
      return { name: 'off' };
    case 'token':
      return state.name === 'asking' ? { name: 'connecting', tries: state.tries } : state;
    case 'notAdmitted':
      return state.name === 'asking' ? { name: 'waiting' } : state;
    case 'refused':
      return state.name === 'off' ? state : { name: event.why };
    case 'failed':
    case 'lost':
      return isFinal(state) ? state : pause(triesOf(state), event.problem, random);
    case 'connected':
      return state.name === 'connecting' || state.name === 'mending' ? { name: 'online' } : state;
    case 'mending':
      return state.name === 'online' ? { name: 'mending' } : state;
    case 'removedFromRoom':
      // The token request decides: a camera that was removed from the room by mistake gets in again.
      return isFinal(state) ? state : { name: 'asking', tries: 0 };
    case 'takenOver':
      return isFinal(state) && state.name !== 'takenOver' ? state : { name: 'takenOver' };
    case 'again':
      return again(state);
  }
}

function again(state: PublisherState): PublisherState {
  switch (state.name) {
    case 'pausing':
      return { name: 'asking', tries: state.tries };
    case 'waiting':
    case 'takenOver':
    case 'removed':
      return { name: 'asking', tries: 0 };
    case 'off':
    case 'asking':
    case 'connecting':
    case 'online':
    case 'mending':
    case 'unknown':
      return state;
  }
}

function pause(tries: number, problem: string, random: number): PublisherState {
  return { name: 'pausing', tries: tries + 1, delayMs: retryDelayMs(tries, random), problem };
}

function triesOf(state: PublisherState): number {
  return 'tries' in state ? state.tries : 0;
}

function isFinal(state: PublisherState): boolean {
  return ['off', 'removed', 'takenOver', 'unknown'].includes(state.name);
}
