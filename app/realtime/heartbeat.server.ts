import type { Logger } from 'pino';
import { purpose, withClaims } from '../../db/claims';
import { eventSeqs } from '../../db/queries/events';
import type { SteadyPool } from './steady-pool.server';
import { withTimeout } from './within';

/** Twice a second, so that a lost ring costs half a second and an outage is told within two (F3, F5). */
const BEAT_MS = 500;
/** Nothing heard for so long means frozen: with the beat's own half second, people are told within 2 s. */
const FROZEN_AFTER_MS = 1_500;
/** Silence after which the connections themselves are under suspicion. */
const REPLACE_AFTER_MS = 3_000;
const LOOK_MS = 100;

export interface HeartbeatOptions {
  pool: SteadyPool;
  log: Logger;
  eventIds: () => string[];
  onSeqs: (seqs: ReadonlyMap<string, number>, asked: readonly string[]) => void;
  /** At each change: false after FROZEN_AFTER_MS of silence, true with the first answer. */
  onHealth: (ok: boolean) => void;
}

/**
 * Asks Postgres for the seq of every watched event twice a second. That finds what a lost ring should have
 * told, and it is how this process knows whether the database answers at all.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #timer: NodeJS.Timeout;
  #asking = false;
  #askedAt = 0;
  #answeredAt = performance.now();
  #replacedAt = performance.now();
  #ok = true;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  get ok(): boolean {
    return this.#ok;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#answeredAt > FROZEN_AFTER_MS) this.#setHealth(false);
    if (now - Math.max(this.#answeredAt, this.#replacedAt) > REPLACE_AFTER_MS) {
      this.#replacedAt = now;
      this.#options.pool.replace();
    }
    // While nothing answers, look more often: control is to be back within a second of the database (F4).
    const due = this.#ok ? BEAT_MS : BEAT_MS / 2;
    if (!this.#asking && now - this.#askedAt >= due) void this.#ask(now);
  }

  async #ask(now: number): Promise<void> {
    this.#asking = true;
    this.#askedAt = now;
    try {
      const asked = this.#options.eventIds();
      const seqs = await withTimeout(REPLACE_AFTER_MS, this.#read(asked), 'the heartbeat');
      this.#answeredAt = performance.now();
      this.#setHealth(true);
      this.#options.onSeqs(seqs, asked);
    } catch (error) {
      if (this.#ok) this.#options.log.warn({ err: error }, 'the database did not answer the heartbeat');
    } finally {
      this.#asking = false;
    }
  }

  #read(eventIds: readonly string[]): Promise<Map<string, number>> {
    return withClaims(this.#options.pool.sql, purpose('reconcile'), (tx) => eventSeqs(tx, eventIds));
  }

  #setHealth(ok: boolean): void {
    if (ok === this.#ok) return;
    this.#ok = ok;
    this.#options.log[ok ? 'info' : 'error'](
      ok ? 'the database answers again' : 'the database does not answer',
    );
    this.#options.onHealth(ok);
  }
}
