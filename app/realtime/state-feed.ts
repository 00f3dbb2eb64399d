import type { Logger } from 'pino';
import type { CrewState, OperatorState, Snapshot, StateOf, Update } from '../../contract/messages';
import type { Audience } from '../../contract/vocabulary';
import { Coalesced } from '../../core/time/coalesce';
import { withTimeout } from '../../core/time/with-timeout';
import { purpose, withClaims } from '../../db/claims';
import type { Ring } from '../../db/doorbell';
import { readState, type StateRow } from '../../db/queries/state';
import { crewSlices, difference, fillCrewState, operatorOf, publicOf } from '../domain/state/project';
import type { ReplaceablePool } from './replaceable-pool';

/** Where the updates of an event go; the gateway's socket rooms. */
interface Deliver {
  crew(eventId: string, update: Update<'crew'>): void;
  public(eventId: string, update: Update<'public'>): void;
  camera(cameraId: string, update: Update<'camera'>): void;
}

/** One end of a chain: the last state that was sent, and its seq. */
interface Link<A extends Audience> {
  seq: number;
  state: StateOf[A];
}

/**
 * The present state of one event in this process, and the three kinds of chains that hang on it. Everybody's
 * state is projected from one read, so that no two audiences ever disagree. The crew's chain grows with every
 * seq; the others only when what they may see has changed.
 */
class EventStateCache {
  readonly eventId: string;
  #seq: number;
  #state: CrewState;
  #public: Link<'public'>;
  readonly #cameras = new Map<string, Link<'camera'>>();

  constructor(row: StateRow) {
    this.eventId = row.id;
    this.#seq = row.seq;
    this.#state = fillCrewState(crewSlices(row));
    this.#public = { seq: row.seq, state: publicOf(this.#state) };
  }

  get seq(): number {
    return this.#seq;
  }

  get state(): CrewState {
    return this.#state;
  }

  /** What anybody may see, as it is now. */
  get public(): Snapshot<'public'> {
    return { audience: 'public', seq: this.#seq, state: this.#public.state };
  }

  /**
   * Takes what was read since `seq` and delivers the differences. A row that is not newer changes nothing.
   */
  apply(row: StateRow, deliver: Deliver): void {
    if (row.seq <= this.#seq) return;
    const prevSeq = this.#seq;
    const next: CrewState = { ...this.#state, ...crewSlices(row) };
    const patch = difference(this.#state, next) ?? {};
    this.#seq = row.seq;
    this.#state = next;
    deliver.crew(this.eventId, { prevSeq, seq: row.seq, patch });
    this.#public = advance(this.#public, row.seq, publicOf(next), (update) =>
      deliver.public(this.eventId, update),
    );
    for (const [cameraId, link] of this.#cameras) {
      const state = operatorOf(next, cameraId);
      this.#cameras.set(
        cameraId,
        advance(link, row.seq, state, (update) => deliver.camera(cameraId, update)),
      );
    }
  }

  /**
   * What a newcomer gets. Its seq is the event's own, which may lie ahead of its audience's chain: the next
   * update's `prevSeq` is then lower, which the client's rule allows for (chain.ts).
   */
  snapshot(audience: 'crew' | 'public'): Snapshot<'crew'> | Snapshot<'public'> {
    return audience === 'crew' ? { audience, seq: this.#seq, state: this.#state } : this.public;
  }

  /** Begins the chain of a camera's phone, or gives its present state. */
  camera(cameraId: string): Snapshot<'camera'> {
    const state: OperatorState = operatorOf(this.#state, cameraId);
    if (!this.#cameras.has(cameraId)) this.#cameras.set(cameraId, { seq: this.#seq, state });
    return { audience: 'camera', seq: this.#seq, state };
  }
}

function advance<A extends Audience>(
  link: Link<A>,
  seq: number,
  state: StateOf[A],
  send: (update: Update<A>) => void,
): Link<A> {
  const patch = difference(link.state, state);
  if (!patch) return link;
  send({ prevSeq: link.seq, seq, patch });
  return { seq, state };
}

/** A read takes a millisecond; one that takes this long will not come, and the heartbeat asks again. */
const READ_MS = 3_000;
/** A web process is behind another one for milliseconds; a client that claims any seq costs no more. */
const AHEAD_EVERY_MS = 250;
/** An event stays in memory this long after its last watcher, so that a page that reloads costs no read. */
const LINGER_MS = 5_000;

interface Entry {
  watchers: number;
  cache: EventStateCache | null;
  /** A ring that comes while a read is under way asks for another one: that read may have been too early. */
  reading: Coalesced;
  /** For clients who know more, or say so: however many there are, so few reads. */
  ahead: Coalesced;
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
      if (!entry.cache) await entry.reading.run();
      else if (entry.cache.seq < atLeastSeq) await entry.ahead.run();
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
      const entry = this.#entries.get(eventId);
      if (seq !== undefined) this.ring({ eventId, seq });
      else if (entry?.cache) {
        // Embeds have no socket that could be closed: they find nothing here from now on.
        entry.cache = null;
        this.#listeners.forEach((listener) => listener.gone?.(eventId));
      }
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
    const ahead = new Coalesced(() => reading.run(), AHEAD_EVERY_MS);
    const entry: Entry = { watchers: 0, cache: null, reading, ahead, linger: null };
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
