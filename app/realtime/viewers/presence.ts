import type { Logger } from 'pino';
import { purpose } from '../../../db/claims';
import { commit } from '../../../db/commit';
import type { Sql, Tx } from '../../../db/connect';
import { PresenceDoorbell } from '../../../db/doorbell';
import {
  clearStaff,
  type Staff,
  writeStaff,
  clearViewers,
  sweepViewers,
  type ViewerChanges,
  type ViewerCount,
  viewersVersion,
  writeViewers,
} from '../../../db/queries/presence';
import { ownViewers } from '../../domain/viewer-count';
import type { LocalViewers } from './local-viewers';
import type { ReplaceablePool } from '../replaceable-pool';
import { Coalesced } from '../../../core/time/coalesce';
import { withTimeout } from '../../../core/time/with-timeout';

/** The first change is written at once, a crowd together: at most so often, however many events there are. */
const WRITE_EVERY_MS = 300;
const GATHER_MS = 20;
/** Looks whether another process' viewers changed unheard, or a process died. */
const LOOK_EVERY_MS = 1_000;
/** Well within PROCESS_FRESH_S. */
const ALIVE_EVERY_MS = 2_000;
const STAFF_EVERY_MS = 5_000;
const SWEEP_EVERY_MS = 30_000;
const LIMIT_MS = 2_000;

export interface PresenceOptions {
  pool: ReplaceablePool;
  log: Logger;
  processId: string;
  viewers: LocalViewers;
  staff: StaffCounts;
  /** Events whose number somebody here wants to know. */
  eventIds: () => string[];
  /** These events were counted again. */
  counted: (eventIds: readonly string[]) => void;
}

/**
 * How many watch each event, over all web processes (docs/decisions/0015). This process writes whom it serves
 * when that changes, rings the others, and lets Postgres count distinct viewers. Heartbeats and sockets
 * themselves cost no SQL.
 */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #staffWritten = new Map<string, string>();
  #soon: NodeJS.Timeout | undefined;
  #counts: ReadonlyMap<string, ViewerCount> = new Map();
  /** Of which events they are; one that is missing in `counts` has nobody. */
  #countedFor: ReadonlySet<string> = new Set();
  #version = '';
  #wroteAt = -Infinity;
  #aliveAt = -Infinity;
  #staffAt = -Infinity;
  #sweptAt = performance.now();
  #rung = false;
  readonly #exchange = new Coalesced(() => this.#round());
  #closed = false;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** The last count, or undefined before the first one. */
  of(eventId: string): ViewerCount | undefined {
    return this.#counts.get(eventId) ?? (this.#countedFor.has(eventId) ? { page: 0, embed: 0 } : undefined);
  }

  /** Somebody came or went here. */
  changed(): void {
    if (this.#soon || this.#closed) return;
    const wait = Math.max(GATHER_MS, this.#wroteAt + WRITE_EVERY_MS - performance.now());
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#run();
    }, wait);
  }

  /** Another process says that its viewers changed. */
  rung(processId: string): void {
    if (processId === this.#options.processId || this.#options.eventIds().length === 0) return;
    this.#rung = true;
    this.#run();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    await this.#exchange.close();
    const { processId } = this.#options;
    const clear = commit(this.#db(), purpose('presence'), async (tx) => {
      await clearViewers(tx, processId);
      await clearStaff(tx, processId);
    });
    await withTimeout(LIMIT_MS, clear, 'clearing presence').catch(() => undefined);
  }

  /** The pool may be another one each time. */
  #db(): { sql: Sql; doorbell: PresenceDoorbell } {
    const { sql } = this.#options.pool;
    return { sql, doorbell: new PresenceDoorbell(sql) };
  }

  #look(): void {
    this.#options.viewers.expire(performance.now());
    this.#run();
  }

  #run(): void {
    this.#exchange.run().catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'presence was not exchanged');
    });
  }

  async #round(): Promise<void> {
    const changes = this.#options.viewers.takeChanges();
    try {
      await this.#write(changes);
    } catch (error) {
      this.#options.viewers.putBack(changes);
      throw error;
    }
  }

  async #write(changes: ViewerChanges): Promise<void> {
    const { processId, viewers, eventIds, counted } = this.#options;
    const now = performance.now();
    const some = changes.present.length + changes.gone.length > 0;
    const wanted = eventIds();
    const staff = this.#staffChanges(now);
    if (!some && staff.size === 0 && wanted.length === 0) return;
    const alive = some || now - this.#aliveAt >= ALIVE_EVERY_MS;
    const sweep = now - this.#sweptAt >= SWEEP_EVERY_MS;
    const rung = this.#rung;
    this.#rung = false;
    const work = commit(this.#db(), purpose('presence'), async (tx) => {
      const wrote = alive ? await writeViewers(tx, processId, changes) : { forgotten: false };
      await writeStaff(tx, processId, staff);
      if (sweep) await sweepViewers(tx);
      return { ...wrote, ...(await this.#count(tx, wanted, rung)) };
    });
    const done = await withTimeout(LIMIT_MS, work, 'presence');
    if (alive) this.#aliveAt = now;
    if (some) this.#wroteAt = now;
    if (sweep) this.#sweptAt = now;
    for (const [eventId, each] of staff) this.#staffWritten.set(eventId, JSON.stringify(each));
    if (done.forgotten) {
      viewers.markAllUnwritten();
      if (viewers.changed) this.changed();
    }
    if (!done.counts) return;
    this.#version = done.version;
    this.#counts = done.counts;
    this.#countedFor = new Set(wanted);
    counted(wanted);
  }

  /** Counts again where something changed anywhere, or somebody asks for an event that was not counted. */
  async #count(tx: Tx, wanted: readonly string[], rung: boolean) {
    if (wanted.length === 0) return { version: this.#version, counts: null };
    const version = await viewersVersion(tx);
    const known = wanted.every((eventId) => this.#countedFor.has(eventId));
    if (known && !rung && version === this.#version) return { version, counts: null };
    return { version, counts: await ownViewers(tx, wanted) };
  }

  /** Crew and phones that changed, and once in a while all: the engine trusts a row for 10 s. */
  #staffChanges(now: number): Map<string, Staff> {
    const { staff } = this.#options;
    const refresh = now - this.#staffAt >= STAFF_EVERY_MS;
    if (refresh) this.#staffAt = now;
    const changes = new Map<string, Staff>();
    // Events that nobody is left of are written once more, with zeros.
    for (const eventId of new Set([...staff.eventIds(), ...this.#staffWritten.keys()])) {
      const each = staff.of(eventId);
      if (each.crew + each.cameras === 0 && this.#staffWritten.get(eventId) === JSON.stringify(each)) {
        this.#staffWritten.delete(eventId);
        continue;
      }
      if (refresh || this.#staffWritten.get(eventId) !== JSON.stringify(each)) changes.set(eventId, each);
    }
    return changes;
  }
}

/**
 * Crew and phones whom this process serves, by event: sockets, for the engine to know that somebody is there.
 */
export class StaffCounts {
  readonly #events = new Map<string, Staff>();

  add(eventId: string, audience: 'crew' | 'camera', by: 1 | -1): void {
    const counts = this.#events.get(eventId) ?? { crew: 0, cameras: 0 };
    this.#events.set(eventId, counts);
    if (audience === 'crew') counts.crew += by;
    else counts.cameras += by;
    if (counts.crew + counts.cameras === 0) this.#events.delete(eventId);
  }

  of(eventId: string): Staff {
    return this.#events.get(eventId) ?? { crew: 0, cameras: 0 };
  }

  eventIds(): string[] {
    return [...this.#events.keys()];
  }
}
