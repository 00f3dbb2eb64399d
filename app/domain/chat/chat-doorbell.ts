import { purpose, withClaims } from '../../../db/claims';
import type { Rings } from '../../../db/commit';
import type { Sql } from '../../../db/connect';
import { ringChat } from '../../../db/queries/chat';

/** After a failure: the listeners' own look-out finds a message a second later anyway. */
const RETRY_MS = 500;

/**
 * Rings the doorbell of chats, at most once in 100 ms for each event over all web processes: the database
 * arbitrates (ring_chat). Rings that are asked for while one waits are folded into it.
 */
export class ChatDoorbell implements Rings<'chat'> {
  readonly subject = 'chat';
  readonly #wanted = new Map<string, number>();
  readonly #busy = new Map<string, Promise<void>>();
  #closed = false;

  constructor(private readonly sql: Sql) {}

  /** Never throws and never waits. */
  ring(eventId: string, seq: number): void {
    this.#wanted.set(eventId, Math.max(seq, this.#wanted.get(eventId) ?? 0));
    if (this.#busy.has(eventId)) return;
    this.#busy.set(
      eventId,
      this.#run(eventId).finally(() => this.#busy.delete(eventId)),
    );
  }

  async #run(eventId: string): Promise<void> {
    for (let seq = this.#wanted.get(eventId); seq !== undefined; seq = this.#wanted.get(eventId)) {
      const asked = seq;
      const waitMs = await withClaims(this.sql, purpose('chat'), (tx) => ringChat(tx, eventId, asked)).catch(
        () => RETRY_MS,
      );
      if (this.#closed) return;
      if (waitMs > 0) await new Promise((wake) => setTimeout(wake, waitMs));
      else if (this.#wanted.get(eventId) === asked) this.#wanted.delete(eventId);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#busy.values());
  }
}
