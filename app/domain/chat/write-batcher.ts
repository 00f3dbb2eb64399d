import { AppError } from '../../../core/errors';
import { purpose } from '../../../db/claims';
import { commit } from '../../../db/commit';
import type { Sql } from '../../../db/connect';
import type { ChatDoorbell } from './chat-doorbell';
import { type Outcome, type Outgoing, writeBatch } from './write';

/** One transaction for each event in this time, however many write (design §5). */
const EVERY_MS = 100;
/** What waits for one event; with the gate before it, more means that the database is not keeping up. */
const MAX_WAITING = 200;
const MAX_BATCH = 100;

interface Waiting {
  message: Outgoing;
  settle: (outcome: Outcome) => void;
  fail: (error: unknown) => void;
}

interface Box {
  waiting: Waiting[];
  /** Running, or waiting for its turn. */
  busy: boolean;
  lastAt: number;
}

/**
 * Gathers what is written in this process and puts it down event by event, at most ten times a second each,
 * so that the number of transactions does not grow with the number of writers.
 */
export class WriteBatcher {
  readonly #boxes = new Map<string, Box>();

  readonly #db: { sql: Sql; doorbell: ChatDoorbell };

  constructor(db: { sql: Sql; doorbell: ChatDoorbell }) {
    this.#db = db;
  }

  /** Resolves when it is judged, and written if it was taken. @throws AppError unavailable, not_found */
  push(eventId: string, message: Outgoing): Promise<Outcome> {
    const box = this.#boxes.get(eventId) ?? { waiting: [], busy: false, lastAt: -Infinity };
    if (box.waiting.length >= MAX_WAITING) {
      throw new AppError('unavailable', 'The chat is very busy. Try again in a moment.', {
        retryAfterS: 2,
        report: false,
      });
    }
    this.#boxes.set(eventId, box);
    return new Promise((settle, fail) => {
      box.waiting.push({ message, settle, fail });
      if (!box.busy) void this.#run(eventId, box);
    });
  }

  async #run(eventId: string, box: Box): Promise<void> {
    box.busy = true;
    while (box.waiting.length > 0) {
      const waitMs = box.lastAt + EVERY_MS - performance.now();
      if (waitMs > 0) await new Promise((wake) => setTimeout(wake, waitMs));
      box.lastAt = performance.now();
      await this.#flush(eventId, box.waiting.splice(0, MAX_BATCH));
    }
    box.busy = false;
    // What the next one would wait for is over by then, so nothing is lost with the box.
    setTimeout(() => {
      if (!box.busy && this.#boxes.get(eventId) === box) this.#boxes.delete(eventId);
    }, EVERY_MS).unref();
  }

  async #flush(eventId: string, batch: Waiting[]): Promise<void> {
    try {
      const outcomes = await commit(this.#db, purpose('chat'), (tx) =>
        writeBatch(
          tx,
          eventId,
          batch.map(({ message }) => message),
        ),
      );
      if (!outcomes) throw new AppError('not_found', 'There is no such event.');
      outcomes.forEach((outcome, at) => batch[at]?.settle(outcome));
    } catch (error) {
      for (const { fail } of batch) fail(error);
    }
  }
}
