import { type Backoff, backoffMs } from '../../../core/time/backoff';

/**
 * A web process is back within a second of its death, so the first tries are quick; nobody waits longer than
 * five seconds (F1).
 */
export const ANYBODY: Backoff = { firstMs: 500, capMs: 5_000, least: 0.3 };
/** They are few, and a match waits for them. */
export const CREW: Backoff = { ...ANYBODY, capMs: 2_000 };
/**
 * A thousand viewers may lose their web process in the same moment. Their picture does not come by it, so
 * they come back one after the other, and cuts do not wait for them (F25).
 */
export const AUDIENCE: Backoff = { firstMs: 4_000, capMs: 5_000, least: 0 };

const RESUME: Backoff = { firstMs: 200, capMs: 1_500, least: 1 };

/**
 * For how long LiveKit's library may resume a connection (its default is 50 s). After that a new one with a
 * fresh token is quicker.
 */
export function resumeFor(ms: number) {
  return {
    nextRetryDelayInMs: ({ elapsedMs, retryCount }: { elapsedMs: number; retryCount: number }) =>
      elapsedMs > ms ? null : retryCount === 0 ? 0 : backoffMs(retryCount - 1, RESUME),
  };
}

/**
 * Calls the listener when this tab is looked at again, or the network or the page comes back: what was heard
 * in between is not known.
 * @returns what ends it
 */
export function onReturn(listener: () => void): () => void {
  const shown = () => document.visibilityState !== 'hidden' && listener();
  document.addEventListener('visibilitychange', shown);
  window.addEventListener('online', shown);
  window.addEventListener('pageshow', shown);
  return () => {
    document.removeEventListener('visibilitychange', shown);
    window.removeEventListener('online', shown);
    window.removeEventListener('pageshow', shown);
  };
}
