import type { Logger } from 'pino';
import { purpose, withClaims } from '../../db/claims';
import { totalViewers } from '../domain/presence/total';
import { clearPresence, type Present, writePresence } from '../domain/presence/write';
import type { AudienceCounts } from './audience-counts.server';
import type { SteadyPool } from './steady-pool.server';
import { within } from './within';

/** At most twice a second a number, however many come and go (design §5). */
const ANNOUNCE_MS = 500;
/** Written when changed, and once in five of these anyway: a row counts for 10 s. */
const WRITE_MS = 1_000;
const REFRESH_EVERY = 5;
const LIMIT_MS = 2_000;

export interface PresenceOptions {
  pool: SteadyPool;
  log: Logger;
  processId: string;
  counts: AudienceCounts;
  announce: (eventId: string, viewers: number) => void;
}

/** How many watch each event: our own number as it is now, and the other processes' as they last wrote them. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #timers: NodeJS.Timeout[];
  readonly #written = new Map<string, string>();
  readonly #announced = new Map<string, number>();
  readonly #newcomers = new Set<string>();
  #elsewhere: ReadonlyMap<string, number> = new Map();
  #round = 0;
  #busy: Promise<void> | null = null;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#timers = [
      setInterval(() => this.#announce(), ANNOUNCE_MS),
      setInterval(() => void this.#exchange(), WRITE_MS),
    ];
  }

  total(eventId: string): number {
    return this.#options.counts.of(eventId).viewers + (this.#elsewhere.get(eventId) ?? 0);
  }

  /** Somebody joined, who has to hear the number with the next announcement even if it did not change. */
  joined(eventId: string): void {
    this.#newcomers.add(eventId);
  }

  async close(): Promise<void> {
    this.#timers.forEach(clearInterval);
    await this.#busy;
    const { pool, processId } = this.#options;
    const clear = withClaims(pool.sql, purpose('presence'), (tx) => clearPresence(tx, processId));
    await within(LIMIT_MS, clear, 'clearing presence').catch(() => undefined);
  }

  #announce(): void {
    for (const eventId of this.#options.counts.eventIds()) {
      const total = this.total(eventId);
      if (this.#announced.get(eventId) === total && !this.#newcomers.has(eventId)) continue;
      this.#announced.set(eventId, total);
      this.#options.announce(eventId, total);
    }
    this.#newcomers.clear();
  }

  async #exchange(): Promise<void> {
    if (this.#busy) return;
    this.#busy = this.#writeAndRead()
      .catch((error: unknown) => this.#options.log.debug({ err: error }, 'presence was not exchanged'))
      .finally(() => {
        this.#busy = null;
      });
    await this.#busy;
  }

  async #writeAndRead(): Promise<void> {
    const { pool, processId, counts } = this.#options;
    this.#round += 1;
    const refresh = this.#round % REFRESH_EVERY === 0;
    const present = counts.eventIds();
    const changed = new Map<string, Present>();
    // Events that nobody is left of are written once more, with zeros.
    for (const eventId of new Set([...present, ...this.#written.keys()])) {
      const now = counts.of(eventId);
      if (refresh || this.#written.get(eventId) !== JSON.stringify(now)) changed.set(eventId, now);
    }
    if (present.length === 0 && changed.size === 0) return;
    const work = withClaims(pool.sql, purpose('presence'), async (tx) => {
      await writePresence(tx, processId, changed);
      return totalViewers(tx, present, processId);
    });
    this.#elsewhere = await within(LIMIT_MS, work, 'presence');
    for (const [eventId, now] of changed) this.#written.set(eventId, JSON.stringify(now));
    for (const eventId of this.#written.keys()) {
      if (present.includes(eventId)) continue;
      this.#written.delete(eventId);
      this.#announced.delete(eventId);
    }
  }
}
