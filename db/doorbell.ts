import type { Rings } from './commit';
import { connect, type Sql } from './connect';

export const CHANNEL = 'touchline';

/** Ids and seq only, never content. */
export interface Ring {
  eventId: string;
  seq: number;
}

/**
 * Sends NOTIFY after a commit, on a connection of its own: inside the transaction it would hold a lock of the
 * whole cluster through the fsync and halve the commits of eight writers (measured). Rings that arrive while
 * one is under way are combined into the next, so a burst costs one NOTIFY an event. Listeners find a lost
 * one by their heartbeat.
 */
export class Doorbell implements Rings<'event'> {
  readonly subject = 'event';
  private readonly sql: Sql;
  private readonly waiting = new Map<string, number>();
  private ringing: Promise<void> | null = null;

  constructor(url: string) {
    this.sql = connect(url, { max: 1, name: 'touchline-doorbell' });
  }

  /** Never throws and never waits: a command does not depend on its listeners. */
  ring(eventId: string, seq: number): void {
    this.waiting.set(eventId, Math.max(seq, this.waiting.get(eventId) ?? 0));
    this.ringing ??= this.flush().finally(() => {
      this.ringing = null;
    });
  }

  private async flush(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = [...this.waiting].map(([eventId, seq]) => `${eventId}:${seq}`);
      this.waiting.clear();
      await this.sql`select pg_notify(${CHANNEL}, payload) from unnest(${batch}::text[]) as payload`.catch(
        () => undefined,
      );
    }
  }

  async close(): Promise<void> {
    await this.ringing;
    await this.sql.end({ timeout: 2 });
  }
}

export const PRESENCE_CHANNEL = 'touchline_presence';

/**
 * Notifies with the id of a web process whose viewers changed: the others count again. A lost one costs a
 * second.
 */
export class PresenceDoorbell implements Rings<'presence'> {
  readonly subject = 'presence';
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  ring(processId: string): void {
    this.#sql.notify(PRESENCE_CHANNEL, processId).catch(() => undefined);
  }
}

export function parseRing(payload: string): Ring | null {
  const match = /^([0-9a-f-]{36}):(\d+)$/.exec(payload);
  return match?.[1] && match[2] ? { eventId: match[1], seq: Number(match[2]) } : null;
}
