import type { ChatReason } from '../../../contract/vocabulary';

/** What became of messages in this process since it began, for /metrics. */
export class ChatCounts {
  accepted = 0;
  readonly #refused = new Map<ChatReason | 'other', number>();

  /** Null for what was no decision of the chat's: a ticket for another event, a database that is away. */
  refuse(reason: ChatReason | null): void {
    const key = reason ?? 'other';
    this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1);
  }

  get refused(): ReadonlyMap<string, number> {
    return this.#refused;
  }
}
