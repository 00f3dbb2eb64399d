import type { Logger } from 'pino';
import { LIMITS } from '../../config/limits';
import { sumOf } from '../../domain/presence/platforms';
import type { ViewerNumbers } from '../../../contract/messages';
import { Presence } from './presence.server';
import type { SteadyPool } from '../steady-pool.server';
import type { Pass } from '../tickets.server';
import { Announcer } from './announcer.server';
import { LocalViewers } from './local-viewers.server';
import { StaffCounts } from './staff-counts.server';

export interface AudienceOptions {
  pool: SteadyPool;
  log: Logger;
  processId: string;
  /** What limits count an address by, as a keyed hash. */
  addressKey: (ip: string) => string;
  /** Further events whose number is wanted here, besides those of its sockets and heartbeats. */
  eventIds: () => Iterable<string>;
  /** What platforms told of an event whose state is in memory here. */
  platforms: (eventId: string) => Record<string, number>;
  announce: (eventId: string, numbers: ViewerNumbers) => void;
}

/** Sends the numbers to one socket alone. */
export type Tell = (numbers: ViewerNumbers) => void;

const NOBODY: ViewerNumbers = { total: 0, page: 0, embed: 0, platforms: {} };

/**
 * Who watches: takes in sockets and heartbeats of this process, and tells each event's number over all
 * processes.
 */
export class Audience {
  readonly #options: AudienceOptions;
  readonly #viewers = new LocalViewers(LIMITS.viewersPerAddress);
  readonly #staff = new StaffCounts();
  readonly #announcer: Announcer<ViewerNumbers>;
  readonly #presence: Presence;
  /** Events that had somebody here at the last count. */
  #before: ReadonlySet<string> = new Set();

  constructor(options: AudienceOptions) {
    this.#options = options;
    this.#announcer = new Announcer({
      number: (eventId) => this.#known(eventId),
      same: (a, b) => a.total === b.total,
      announce: options.announce,
    });
    this.#presence = new Presence({
      ...options,
      viewers: this.#viewers,
      staff: this.#staff,
      eventIds: () => this.#eventIds(),
      counted: (eventIds) => this.#counted(eventIds),
    });
  }

  /** A socket is in; `tell` sends it the number alone. */
  came(pass: Pass, ip: string, tell: Tell): void {
    if (pass.audience === 'public') {
      this.#viewers.connected(pass.eventId, pass.viewer, this.#options.addressKey(ip));
    } else this.#staff.add(pass.eventId, pass.audience, 1);
    this.#announcer.joined(pass.eventId, tell);
    this.#presence.changed();
  }

  went(pass: Pass, tell: Tell): void {
    if (pass.audience === 'public') this.#viewers.disconnected(pass.eventId, pass.viewer);
    else this.#staff.add(pass.eventId, pass.audience, -1);
    this.#announcer.left(pass.eventId, tell);
    this.#presence.changed();
  }

  /** A heartbeat of an embed. @returns the number as far as it is known here, this viewer among them */
  heard(eventId: string, viewer: string, ip: string): number {
    this.#viewers.heard(eventId, viewer, this.#options.addressKey(ip), performance.now());
    this.#presence.changed();
    return this.numbers(eventId).total + this.#viewers.unwritten(eventId);
  }

  /** An embed said that it leaves. */
  left(eventId: string, viewer: string): void {
    this.#viewers.left(eventId, viewer);
    this.#presence.changed();
  }

  /** Whether any viewer of the event is served here. */
  has(eventId: string): boolean {
    return this.#viewers.has(eventId);
  }

  /** False until the event was counted for the first time since it is of interest here. */
  counted(eventId: string): boolean {
    return this.#presence.of(eventId) !== undefined;
  }

  numbers(eventId: string): ViewerNumbers {
    return this.#known(eventId) ?? NOBODY;
  }

  /** What platforms told may have changed. */
  look(eventId: string): void {
    if (this.counted(eventId)) this.#announcer.look(eventId);
  }

  /** Another process says that its viewers changed. */
  rung(processId: string): void {
    this.#presence.rung(processId);
  }

  async close(): Promise<void> {
    this.#announcer.close();
    await this.#presence.close();
  }

  #known(eventId: string): ViewerNumbers | undefined {
    const count = this.#presence.of(eventId);
    if (!count) return undefined;
    const platforms = this.#options.platforms(eventId);
    return { total: count.page + count.embed + sumOf(platforms), ...count, platforms };
  }

  #eventIds(): string[] {
    return [...new Set([...this.#viewers.eventIds, ...this.#staff.eventIds(), ...this.#options.eventIds()])];
  }

  #counted(eventIds: readonly string[]): void {
    for (const eventId of eventIds) this.#announcer.look(eventId);
    const now = new Set(eventIds);
    for (const eventId of this.#before) if (!now.has(eventId)) this.#announcer.forget(eventId);
    this.#before = now;
  }
}
