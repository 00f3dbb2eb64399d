import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import type { RunningStatus } from '../contract/vocabulary';
import { withClaims } from '../db/claims';
import type { Sql, Tx } from '../db/connect';
import {
  type Holder,
  insertLease,
  type Lease,
  type LeaseRow,
  lockLease,
  readOtherHolders,
  releaseLease,
  renewLease,
  takeLease,
} from '../db/queries/leases';

/** The leases of one worker. Rejects when the database does not answer; the caller continues. */
export class Leases {
  readonly #sql: Sql;
  readonly #self: Holder;
  readonly #now: () => number;
  readonly #rivals = new RivalWatch();
  /** Others that held a lease and lived when the database was last read. */
  #holders: Holder[] = [];

  constructor(sql: Sql, self: Holder, now: () => number = () => performance.now()) {
    this.#sql = sql;
    this.#self = self;
    this.#now = now;
  }

  /**
   * The lease of this event, or null while another worker holds it. Call about once a second while it is
   * wanted.
   */
  async take(eventId: string): Promise<Lease | null> {
    return this.#run(async (tx) => {
      const fresh = await insertLease(tx, eventId, this.#self);
      if (fresh) return fresh;
      const row = await lockLease(tx, eventId);
      if (!row || !this.#mayTake(eventId, row)) return null;
      const taken = await takeLease(tx, { eventId, fence: row.fence }, this.#self);
      this.#rivals.forget(eventId);
      return taken;
    });
  }

  #mayTake(eventId: string, row: LeaseRow): boolean {
    if (row.worker === this.#self.worker || row.status === 'stopped' || isSurelyDead(row, this.#self))
      return true;
    return this.#rivals.see(eventId, row, this.#now());
  }

  /**
   * Raises the counter and stores the figures for the creator's page. False: another worker has the lease.
   */
  async renew(lease: Lease, status: RunningStatus, stats: object): Promise<boolean> {
    return this.#run((tx) => renewLease(tx, lease, this.#self.worker, { status, stats }));
  }

  /** Whether another worker held a lease when the database was last read; an idle one is not seen. */
  get hasRivals(): boolean {
    return this.#holders.length > 0;
  }

  /** True once when one of them has died since: its lease can be taken at once. Does not ask the database. */
  rivalHasDied(): boolean {
    const living = this.#living(this.#holders);
    const hasDied = living.length < this.#holders.length;
    this.#holders = living;
    return hasDied;
  }

  /** Looks for other workers that live. */
  async lookForRivals(): Promise<void> {
    this.#holders = this.#living(await this.#run((tx) => readOtherHolders(tx, this.#self.worker)));
  }

  #living(holders: Holder[]): Holder[] {
    return holders.filter((holder) => !isSurelyDead(holder, this.#self));
  }

  /** Gives the lease back, so that the next holder need not wait. */
  async release(lease: Lease): Promise<void> {
    return this.#run((tx) => releaseLease(tx, lease, this.#self.worker));
  }

  #run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return withClaims(this.#sql, { kind: 'engine' }, work);
  }
}

/**
 * This process. `host` names the running kernel and the pid namespace, so that a pid is compared only where
 * it means the same process; elsewhere than on Linux it is random, and no lease is taken by looking at pids.
 */
export function thisHolder(): Holder {
  return { worker: randomUUID(), host: hostName(), pid: process.pid };
}

function hostName(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return randomUUID();
  }
}

/**
 * True when the holder lived on this host and its process is gone: its outputs are dead for certain, so there
 * is nothing to wait for.
 */
function isSurelyDead(holder: Holder, self: Holder): boolean {
  if (holder.host !== self.host || holder.pid === self.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/**
 * How long a counter must stand still before its holder counts as dead, by the challenger's own clock (design
 * §7).
 */
export const STILL_MS = 3000;
/**
 * Reads further apart than this prove nothing: the challenger itself was away (database gone, process
 * paused).
 */
const MAX_GAP_MS = 1500;

/** One successful read of another worker's lease. */
export interface Sighting {
  worker: string;
  fence: number;
  counter: number;
}

interface Watch extends Sighting {
  sinceMs: number;
  lastSeenMs: number;
}

/**
 * Watches another worker's lease and says when it may be taken: its counter unchanged for `STILL_MS` of our
 * clock, by successful reads throughout. A gap in the reads restarts the watch.
 */
export class RivalWatch {
  readonly #watches = new Map<string, Watch>();

  /** `nowMs` is monotonic. True when the rival has stood still long enough. */
  see(eventId: string, sighting: Sighting, nowMs: number): boolean {
    const watch = this.#watches.get(eventId);
    const same =
      watch &&
      watch.worker === sighting.worker &&
      watch.fence === sighting.fence &&
      watch.counter === sighting.counter &&
      nowMs - watch.lastSeenMs <= MAX_GAP_MS;
    if (!same) {
      this.#watches.set(eventId, { ...sighting, sinceMs: nowMs, lastSeenMs: nowMs });
      return false;
    }
    watch.lastSeenMs = nowMs;
    return nowMs - watch.sinceMs >= STILL_MS;
  }

  forget(eventId: string): void {
    this.#watches.delete(eventId);
  }
}
