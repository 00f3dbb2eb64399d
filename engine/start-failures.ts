import type { Logger } from 'pino';

/** A program that could not start is tried again after this time. */
const START_AGAIN_MS = 3_000;

/** Events whose program could not be started: when, and why. */
export class StartFailures {
  readonly #failures = new Map<string, { text: string; atMs: number }>();

  constructor(private readonly log: Pick<Logger, 'error'>) {}

  mayTry(eventId: string): boolean {
    const failedAtMs = this.#failures.get(eventId)?.atMs ?? Number.NEGATIVE_INFINITY;
    return performance.now() - failedAtMs >= START_AGAIN_MS;
  }

  /** Logged when it changes: what fails is tried again and again. */
  note(eventId: string, error: unknown): void {
    const text = String(error);
    const before = this.#failures.get(eventId);
    this.#failures.set(eventId, { text, atMs: performance.now() });
    if (before?.text === text) return;
    this.log.error({ err: error, eventId }, 'the program of this event could not be started');
  }

  forget(eventId: string): void {
    this.#failures.delete(eventId);
  }
}
