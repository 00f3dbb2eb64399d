import type { Logger } from 'pino';
import { purpose, withClaims } from '../../db/claims';
import { eventSeqs } from '../../db/queries/events';
import type { ReplaceablePool } from './replaceable-pool';
import type { StateFeed } from './state-feed';
import { Coalesced } from '../../core/time/coalesce';
import { withTimeout } from '../../core/time/with-timeout';

/** Twice a second, so that a lost ring costs half a second and an outage is shown within two (F3, F5). */
const BEAT_MS = 500;
/** Nothing heard for so long means frozen: with the beat's own half second, people see it within 2 s. */
const FROZEN_AFTER_MS = 1_500;
/** Silence after which the connections themselves are under suspicion. */
const REPLACE_AFTER_MS = 3_000;
const LOOK_MS = 100;

/**
 * Asks Postgres for the seq of every watched event twice a second. That finds what a lost NOTIFY
 * missed, and it is how this process knows whether the database answers at all.
 */
export class Heartbeat {
  readonly #healthListeners: ((ok: boolean) => void)[] = [];
  readonly #silenceListeners: (() => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  readonly #asking = new Coalesced(() => this.#ask());
  #askedAt = 0;
  #answeredAt = performance.now();
  #replacedAt = performance.now();
  #ok = true;

  constructor(
    private readonly pool: ReplaceablePool,
    private readonly log: Logger,
    private readonly state: StateFeed,
  ) {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  get ok(): boolean {
    return this.#ok;
  }

  /** Hears each change: false after FROZEN_AFTER_MS of silence, true with the first answer. */
  onHealth(listener: (ok: boolean) => void): void {
    this.#healthListeners.push(listener);
  }

  /** Hears that connections to the database are to be opened again: those there are may be dead. */
  onSilence(listener: () => void): void {
    this.#silenceListeners.push(listener);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#answeredAt > FROZEN_AFTER_MS) this.#setHealth(false);
    if (now - Math.max(this.#answeredAt, this.#replacedAt) > REPLACE_AFTER_MS) {
      this.#replacedAt = now;
      for (const listener of this.#silenceListeners) listener();
    }
    // While nothing answers, look more often: control is to be back within a second of the database (F4).
    const due = this.#ok ? BEAT_MS : BEAT_MS / 2;
    if (!this.#asking.running && now - this.#askedAt >= due) void this.#asking.run();
  }

  async #ask(): Promise<void> {
    this.#askedAt = performance.now();
    try {
      const asked = this.state.eventIds;
      const seqs = await withTimeout(REPLACE_AFTER_MS, this.#read(asked), 'the heartbeat');
      this.#answeredAt = performance.now();
      this.#setHealth(true);
      this.state.compare(seqs, asked);
    } catch (error) {
      if (this.#ok) this.log.warn({ err: error }, 'the database did not answer the heartbeat');
    }
  }

  #read(eventIds: readonly string[]): Promise<Map<string, number>> {
    return withClaims(this.pool.sql, purpose('reconcile'), (tx) => eventSeqs(tx, eventIds));
  }

  #setHealth(ok: boolean): void {
    if (ok === this.#ok) return;
    this.#ok = ok;
    this.log[ok ? 'info' : 'error'](ok ? 'the database answers again' : 'the database does not answer');
    for (const listener of this.#healthListeners) listener(ok);
  }
}
