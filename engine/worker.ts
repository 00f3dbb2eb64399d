import type { Logger } from 'pino';
import type { OpenStatus } from '../contract/vocabulary';
import type { Doorbell } from '../db/doorbell';
import { Coalesced } from '../core/time/coalesce';
import { StartFailures } from './start-failures';
import { withTimeout } from '../core/time/with-timeout';
import { withClaims } from '../db/claims';
import type { Sql } from '../db/connect';
import { type Lease, readWantedEvents, type WantedEvent } from '../db/queries/leases';
import type { SecretBox } from '../db/secrets';
import { Leases, STILL_MS, thisHolder } from './leases';
import { readDesired } from './state/read-desired';
import { EngineStore } from './state/engine-store';
import type { ProgramDesired, RunningProgram } from './types';

const BEAT_MS = 1000;
/** How often pauses of our own and deaths of others are looked for, without the database. */
const PULSE_MS = 250;
/** A database that has not answered a renewal by then is away. */
const ANSWER_MS = 2_500;
/**
 * A ready event without anyone keeps its engine this long: directors reload, phones change networks.
 */
const LINGER_MS = 30_000;
/**
 * A program that takes longer to stop is given up: its clock stands, so it sends nothing new. All parts
 * together have shorter limits of their own.
 */
const STOP_MS = 15_000;

export interface WorkerOptions {
  sql: Sql;
  doorbell: Doorbell;
  secrets: SecretBox;
  log: Logger;
  maxEvents: number;
  /** Whether no other engine runs on this machine; one without an event holds no lease to be seen by. */
  alone: boolean;
  start: (desired: ProgramDesired, store: EngineStore) => Promise<RunningProgram>;
}

interface Held {
  lease: Lease;
  program: RunningProgram;
  status: OpenStatus;
  /** As JSON, to be compared. */
  encoding: string;
  seq: number;
  wantedAtMs: number;
  /** One read at a time; a ring during a read causes one more. */
  reading: Coalesced;
  /** One report at a time, beside the beat: a locked row of one event delays no lease. */
  reporting: Coalesced;
}

/**
 * Claims events by lease and runs their programs. Knows nothing of media: it reads what Postgres describes,
 * passes it on, and goes on with what it has when Postgres is away.
 */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #held = new Map<string, Held>();
  /** Programs that are closing: their event is not started again before they are gone. */
  readonly #dropping = new Set<string>();
  /** Their lease is ours, and their program starts. */
  readonly #beginning = new Set<string>();
  readonly #leases: Leases;
  /** By event: why its program could last not be started, and when. */
  readonly #failures: StartFailures;
  #timer: NodeJS.Timeout | undefined;
  #beating = false;
  #pulse: NodeJS.Timeout | undefined;
  #pulseAtMs = performance.now();
  /** When outputs went off after a pause; Infinity once they may be on. */
  #pausedAtMs = Infinity;
  #databaseOk = true;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#leases = new Leases(options.sql, thisHolder());
    this.#failures = new StartFailures(options.log);
  }

  start(): void {
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS);
    this.#pulse = setInterval(() => this.#notePause(), PULSE_MS);
    void this.#beat();
  }

  /** A doorbell: reads at once if the event is ours and the seq is new, else looks for new work. */
  ring(eventId: string, seq: number): void {
    const held = this.#held.get(eventId);
    if (!held) void this.#beat();
    else if (seq > held.seq) void held.reading.run();
  }

  /** Rings may have been missed: read everything that is ours. */
  ringAll(): void {
    for (const held of this.#held.values()) void held.reading.run();
    void this.#beat();
  }

  frames(): { frames: number; programs: number } {
    const programs = [...this.#held.values()];
    return {
      frames: programs.reduce((sum, held) => sum + held.program.stats().frames, 0),
      programs: programs.length,
    };
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    clearInterval(this.#pulse);
    await Promise.all([...this.#held.keys()].map((eventId) => this.#drop(eventId, true)));
  }

  async #beat(): Promise<void> {
    if (this.#beating) return;
    this.#beating = true;
    try {
      const wanted = await withClaims(this.#options.sql, { kind: 'engine' }, readWantedEvents);
      const renewed = await Promise.allSettled(
        [...this.#held].map(([eventId, held]) => this.#renew(eventId, held, wanted)),
      );
      await this.#leases.lookForRivals();
      await this.#claim(wanted);
      const failed = renewed.find((result) => result.status === 'rejected');
      this.#noteDatabase(!failed, failed?.reason);
    } catch (error) {
      this.#noteDatabase(false, error);
    } finally {
      this.#beating = false;
    }
  }

  /**
   * After a pause of this process that long another worker may be on the air: outputs off first, back with
   * the next renewal. Where the database gives no answer, they come back if no other worker was there to take
   * over. What another worker leaves when it dies is taken with the same pulse.
   */
  #notePause(): void {
    const now = performance.now();
    if (now - this.#pulseAtMs > STILL_MS) {
      this.#pausedAtMs = now;
      for (const held of this.#held.values()) held.program.suspend();
    } else if (now - this.#pausedAtMs > ANSWER_MS && this.#options.alone && !this.#leases.hasRivals) {
      this.#pausedAtMs = Infinity;
      for (const held of this.#held.values()) held.program.resume(now);
    }
    this.#pulseAtMs = now;
    if (!this.#beating && this.#leases.rivalHasDied()) void this.#beat();
  }

  async #renew(eventId: string, held: Held, wanted: WantedEvent[]): Promise<void> {
    const { frames, fps, headroom, status } = held.program.stats();
    const askedMs = performance.now();
    if (!(await this.#leases.renew(held.lease, status, { frames, fps, headroom }))) {
      this.#options.log.warn({ eventId }, 'another worker holds this event now');
      void this.#drop(eventId, false);
      return;
    }
    // An answer from before the pause says nothing of who took over during it.
    if (askedMs >= this.#pausedAtMs || this.#pausedAtMs === Infinity) held.program.resume(askedMs);
    const want = wanted.find((event) => event.id === eventId);
    if (want) {
      held.wantedAtMs = performance.now();
      if (want.seq > held.seq) void held.reading.run();
    } else {
      void held.reading.run();
      if (performance.now() - held.wantedAtMs > LINGER_MS) return void this.#drop(eventId, true);
    }
    void held.reporting.run();
  }

  /** Waits for no program, neither one that starts nor one that stops: the renewals are in the same beat. */
  async #claim(wanted: WantedEvent[]): Promise<void> {
    for (const event of wanted) {
      if (!this.#mayBegin(event.id)) continue;
      const full = this.#held.size + this.#beginning.size >= this.#options.maxEvents;
      const givesWay = full && event.status === 'live' ? this.#youngestRehearsal() : null;
      if (full && !givesWay) continue;
      // Not before the lease is ours: another engine may have room.
      const lease = await this.#leases.take(event.id);
      if (lease) void this.#begin(event.id, lease, givesWay);
    }
  }

  #mayBegin(eventId: string): boolean {
    if (this.#held.has(eventId) || this.#dropping.has(eventId) || this.#beginning.has(eventId)) return false;
    return this.#failures.mayTry(eventId);
  }

  /**
   * A failure here is of this event: the others get their programs all the same.
   * @param givesWay a rehearsal whose program stops first
   */
  async #begin(eventId: string, lease: Lease, givesWay: string | null): Promise<void> {
    this.#beginning.add(eventId);
    try {
      if (givesWay) {
        this.#options.log.warn({ eventId: givesWay }, 'a rehearsal gives way to an event that is live');
        await this.#drop(givesWay, true);
        if (!(await this.#leases.renew(lease, 'starting', {}))) return;
      }
      const desired = await readDesired(this.#options.sql, this.#options.secrets, eventId);
      if (desired?.status !== 'live' && desired?.status !== 'ready') {
        // It ended between the two reads.
        await this.#leases.release(lease);
        return;
      }
      await this.#hold(lease, desired, desired.status);
      this.#failures.forget(eventId);
    } catch (error) {
      this.#failures.note(eventId, error);
      await this.#leases.release(lease).catch(() => undefined);
    } finally {
      this.#beginning.delete(eventId);
    }
  }

  async #hold(lease: Lease, desired: ProgramDesired, status: OpenStatus): Promise<void> {
    const { eventId } = lease;
    const store = new EngineStore(this.#options.sql, this.#options.doorbell, lease);
    const program = await this.#options.start(desired, store);
    this.#options.log.info({ eventId, slug: desired.slug, fence: lease.fence }, 'program started');
    const held: Held = {
      lease,
      program,
      status,
      encoding: JSON.stringify(desired.encoding),
      seq: desired.seq,
      wantedAtMs: performance.now(),
      reading: new Coalesced(() => this.#read(eventId, held)),
      reporting: new Coalesced(() => this.#report(eventId, program)),
    };
    this.#held.set(eventId, held);
    // What rang while it started found no program to read for.
    void held.reading.run();
  }

  /** The one that began last among those that are not live; they are in the order of their beginning. */
  #youngestRehearsal(): string | null {
    return [...this.#held].filter(([, { status }]) => status === 'ready').at(-1)?.[0] ?? null;
  }

  async #read(eventId: string, held: Held): Promise<void> {
    try {
      const desired = await readDesired(this.#options.sql, this.#options.secrets, eventId);
      if (this.#held.get(eventId) !== held) return;
      if (!desired || desired.status === 'ended' || desired.status === 'draft')
        return await this.#drop(eventId, true, true);
      if (desired.seq < held.seq) return;
      // Another size or rate is another program; the next beat starts it. While live the domain does not
      // allow it.
      if (JSON.stringify(desired.encoding) !== held.encoding) return await this.#drop(eventId, true);
      held.seq = desired.seq;
      held.status = desired.status;
      held.program.update(desired);
    } catch (error) {
      this.#noteDatabase(false, error);
    }
  }

  async #report(eventId: string, program: RunningProgram): Promise<void> {
    try {
      await program.report();
    } catch (error) {
      // The next beat reports again; a database that is away is noted there.
      this.#options.log.debug({ err: error, eventId }, 'a report was not written');
    }
  }

  /** Never rejects and has a limit, so that an event whose program cannot be stopped is started again. */
  async #drop(eventId: string, release: boolean, over = false): Promise<void> {
    const held = this.#held.get(eventId);
    if (!held) return;
    this.#held.delete(eventId);
    this.#dropping.add(eventId);
    try {
      await withTimeout(STOP_MS, held.program.stop(over), 'stopping the program');
      this.#options.log.info({ eventId }, 'program stopped');
    } catch (error) {
      this.#options.log.error({ err: error, eventId }, 'a program could not be stopped and is given up');
    }
    if (release) await this.#leases.release(held.lease).catch(() => undefined);
    this.#dropping.delete(eventId);
  }

  /** Logged once at each change: a database that is away for a minute is one line, not sixty. */
  #noteDatabase(ok: boolean, error?: unknown): void {
    if (ok === this.#databaseOk) return;
    this.#databaseOk = ok;
    if (ok) this.#options.log.info('the database is back');
    else
      this.#options.log.error(
        { err: error },
        'the database does not answer; programs go on with what they have',
      );
  }
}
