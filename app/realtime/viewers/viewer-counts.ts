import type { Logger } from 'pino';
import { LIMITS } from '../../config/limits';
import { platformViewers, sumOf } from '../../domain/viewer-count';
import type { ViewerNumbers } from '../../../contract/messages';
import { Presence, StaffCounts } from './presence';
import type { StateFeed } from '../state-feed';
import type { ReplaceablePool } from '../replaceable-pool';
import type { Pass } from '../tickets';
import { Announcer } from './announcer';
import { LocalViewers } from './local-viewers';

export interface ViewerCountsOptions {
  pool: ReplaceablePool;
  log: Logger;
  processId: string;
  /** What limits count an address by, as a keyed hash. */
  addressKey: (ip: string) => string;
  state: StateFeed;
}

/** Sends the numbers to one socket alone. */
export type NumbersListener = (numbers: ViewerNumbers) => void;

const NOBODY: ViewerNumbers = { total: 0, page: 0, embed: 0, platforms: {} };

/**
 * Who watches: takes in sockets and heartbeats of this process, and announces each event's number over all
 * processes.
 */
export class ViewerCounts {
  readonly #options: ViewerCountsOptions;
  readonly #viewers = new LocalViewers(LIMITS.viewersPerAddress);
  readonly #staff = new StaffCounts();
  readonly #announcer: Announcer<ViewerNumbers>;
  readonly #presence: Presence;
  readonly #listeners: ((eventId: string, numbers: ViewerNumbers) => void)[] = [];
  /** Whose number is wanted here besides those of sockets and heartbeats. */
  readonly #wanted = new Set<string>();
  /** Events that had somebody here at the last count. */
  #before: ReadonlySet<string> = new Set();

  constructor(options: ViewerCountsOptions) {
    this.#options = options;
    this.#announcer = new Announcer({
      number: (eventId) => this.#known(eventId),
      same: (a, b) => a.total === b.total,
      announce: (eventId, numbers) => this.#listeners.forEach((listener) => listener(eventId, numbers)),
    });
    this.#presence = new Presence({
      ...options,
      viewers: this.#viewers,
      staff: this.#staff,
      eventIds: () => this.#eventIds(),
      counted: (eventIds) => this.#counted(eventIds),
    });
    // Destinations carry what platforms say of their viewers.
    options.state.subscribe({
      crew: (eventId, { patch }) => {
        if (patch.destinations && this.counted(eventId)) this.#announcer.look(eventId);
      },
    });
  }

  /** Hears each number that is announced, at most twice a second for an event. */
  subscribe(listener: (eventId: string, numbers: ViewerNumbers) => void): void {
    this.#listeners.push(listener);
  }

  /** Counts an event also while none of its viewers is here, until `unwant`. */
  want(eventId: string): void {
    this.#wanted.add(eventId);
  }

  unwant(eventId: string): void {
    this.#wanted.delete(eventId);
  }

  /** A socket was let in; `listener` sends it the number alone. */
  came(pass: Pass, ip: string, listener: NumbersListener): void {
    if (pass.audience === 'public') {
      this.#viewers.connected(pass.eventId, pass.viewer, this.#options.addressKey(ip));
    } else this.#staff.add(pass.eventId, pass.audience, 1);
    this.#announcer.joined(pass.eventId, listener);
    this.#presence.changed();
  }

  went(pass: Pass, listener: NumbersListener): void {
    if (pass.audience === 'public') this.#viewers.disconnected(pass.eventId, pass.viewer);
    else this.#staff.add(pass.eventId, pass.audience, -1);
    this.#announcer.left(pass.eventId, listener);
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
    const { destinations } = this.#options.state.get(eventId)?.state ?? { destinations: [] };
    const platforms = platformViewers(destinations, Date.now());
    return { total: count.page + count.embed + sumOf(platforms), ...count, platforms };
  }

  #eventIds(): string[] {
    return [...new Set([...this.#viewers.eventIds, ...this.#staff.eventIds(), ...this.#wanted])];
  }

  #counted(eventIds: readonly string[]): void {
    for (const eventId of eventIds) this.#announcer.look(eventId);
    const now = new Set(eventIds);
    for (const eventId of this.#before) if (!now.has(eventId)) this.#announcer.forget(eventId);
    this.#before = now;
  }
}
