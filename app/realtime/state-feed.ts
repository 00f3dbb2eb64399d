import type { Logger } from 'pino';
import { purpose, withClaims } from '../../db/claims';
import type { Ring } from '../../db/doorbell';
import { readState } from '../../db/queries/state';
import type { ReplaceablePool } from './replaceable-pool';
import { type Deliver, EventStateCache } from './event-state-cache';
import { Coalesced } from '../../core/time/coalesce';
import { withTimeout } from '../../core/time/with-timeout';

/** A read takes a millisecond; one that takes this long will not come, and the heartbeat asks again. */
const READ_MS = 3_000;
/** An event stays in memory this long after its last watcher, so that a page that reloads costs no read. */
const LINGER_MS = 5_000;

interface Entry {
  watchers: number;
  cache: EventStateCache | null;
  /** A ring that comes while a read is under way asks for another one: that read may have been too early. */
  reading: Coalesced;
  linger: NodeJS.Timeout | null;
}

/** Who hears of changes; each takes what concerns it. */
export interface StateListener extends Partial<Deliver> {
  /** The event is no longer there. */
  gone?(eventId: string): void;
}

/**
 * Between Postgres and the sockets of this process. A ring, a heartbeat that finds a higher seq, or a new
 * LISTEN makes it read what changed since its own seq, once per event at a time, and hand the differences on
 * in order. Nothing depends on any single ring.
 */
export class StateFeed {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners: StateListener[] = [];
  /** In the order in which they subscribed. */
  readonly #deliver: Deliver = {
    crew: (eventId, update) => this.#listeners.forEach((listener) => listener.crew?.(eventId, update)),
    public: (eventId, update) => this.#listeners.forEach((listener) => listener.public?.(eventId, update)),
    camera: (cameraId, update) => this.#listeners.forEach((listener) => listener.camera?.(cameraId, update)),
  };
  /** Reads and the updates they brought, for /metrics. */
  readonly counts = { reads: 0, failedReads: 0, updates: 0 };

  constructor(
    private readonly pool: ReplaceablePool,
    private readonly log: Logger,
  ) {}

  /** For as long as this process lives. */
  subscribe(listener: StateListener): void {
    this.#listeners.push(listener);
  }

  get eventIds(): string[] {
    return [...this.#entries.keys()];
  }

  get(eventId: string): EventStateCache | null {
    return this.#entries.get(eventId)?.cache ?? null;
  }

  /**
   * Holds an event for one watcher until `release`. Null, and nothing to release, when there is no such
   * event.
   */
  async watch(eventId: string, atLeastSeq = 0): Promise<EventStateCache | null> {
    const entry = this.#entry(eventId);
    entry.watchers += 1;
    if (entry.linger) clearTimeout(entry.linger);
    entry.linger = null;
    try {
      if (!entry.cache || entry.cache.seq < atLeastSeq) await entry.reading.run();
    } catch (error) {
      this.release(eventId);
      throw error;
    }
    if (!entry.cache) this.release(eventId);
    return entry.cache;
  }

  release(eventId: string): void {
    const entry = this.#entries.get(eventId);
    if (!entry) return;
    entry.watchers -= 1;
    if (entry.watchers > 0) return;
    entry.linger = setTimeout(() => this.#entries.delete(eventId), entry.cache ? LINGER_MS : 0);
    entry.linger.unref();
  }

  ring({ eventId, seq }: Ring): void {
    const entry = this.#entries.get(eventId);
    if (!entry || (entry.cache && entry.cache.seq >= seq)) return;
    entry.reading.run().catch(() => undefined);
  }

  /** After a new LISTEN: rings may have been missed. */
  refreshAll(): void {
    for (const entry of this.#entries.values()) entry.reading.run().catch(() => undefined);
  }

  /** What the heartbeat found; an event that is no longer there takes its watchers along. */
  compare(seqs: ReadonlyMap<string, number>, asked: readonly string[]): void {
    for (const eventId of asked) {
      const seq = seqs.get(eventId);
      if (seq !== undefined) this.ring({ eventId, seq });
      else if (this.#entries.get(eventId)?.cache)
        this.#listeners.forEach((listener) => listener.gone?.(eventId));
    }
  }

  close(): void {
    for (const entry of this.#entries.values()) if (entry.linger) clearTimeout(entry.linger);
    this.#entries.clear();
  }

  #entry(eventId: string): Entry {
    const known = this.#entries.get(eventId);
    if (known) return known;
    const reading = new Coalesced(() => this.#read(eventId, entry));
    const entry: Entry = { watchers: 0, cache: null, reading, linger: null };
    this.#entries.set(eventId, entry);
    return entry;
  }

  async #read(eventId: string, entry: Entry): Promise<void> {
    this.counts.reads += 1;
    try {
      const since = entry.cache?.seq ?? null;
      const read = withClaims(this.pool.sql, purpose('reconcile'), (tx) =>
        readState(tx, { id: eventId }, since),
      );
      const row = await withTimeout(READ_MS, read, 'reading an event');
      if (!row) return;
      if (!entry.cache) entry.cache = new EventStateCache(row);
      else if (row.seq > entry.cache.seq) {
        this.counts.updates += 1;
        entry.cache.apply(row, this.#deliver);
      }
    } catch (error) {
      this.counts.failedReads += 1;
      this.log.warn({ err: error, eventId }, 'an event could not be read; trying again');
      throw error;
    }
  }
}
