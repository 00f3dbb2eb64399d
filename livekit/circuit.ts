import { ServerError } from 'livekit-server-sdk';
import { AppError } from '../core/errors';

/** Timeouts in a row after which further calls fail at once (safety F9). */
const TRIPS_AFTER = 3;
const OPEN_FOR_MS = 10_000;

/**
 * Circuit breaker for a LiveKit that accepts connections and does not answer: after three timeouts in a row
 * further calls fail at once for ten seconds. A refused connection fails at once and does not count, so a
 * restart is noticed.
 */
export function createCircuit(now: () => number = () => performance.now()) {
  let timeouts = 0;
  let openUntil = 0;
  return {
    /** @throws AppError unavailable for everything but LiveKit's own 4xx */
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (now() < openUntil) throw unavailable(null);
      try {
        const value = await work();
        timeouts = 0;
        return value;
      } catch (error) {
        if (isTimeout(error) && ++timeouts >= TRIPS_AFTER) {
          timeouts = 0;
          openUntil = now() + OPEN_FOR_MS;
        }
        if (error instanceof ServerError && error.status < 500) throw error;
        throw unavailable(error);
      }
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

function unavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'The media server does not answer. Try again in a moment.', {
    cause,
    retryAfterS: 2,
  });
}
