import type { ViewerChanges, ViewerRow } from '../../../db/queries/presence';

/** A heartbeat comes every 10 s: one may be lost, and a phone on a train may lose two (T23). */
export const HEARD_LIFE_MS = 30_000;

/** Goodbyes that wait to be written. Who is not noted is counted for 30 s more. */
const MAX_LEFT = 10_000;

interface Entry {
  address: string;
  sockets: number;
  /** When its last heartbeat came; -Infinity for one that sends none. */
  heardAt: number;
  /** Whether other processes know of it. */
  written: boolean;
}

interface Gone {
  eventId: string;
  viewer: string;
  everywhere: boolean;
}

/**
 * The viewers whom this process serves: those with a socket here, and those whose heartbeat came here within
 * 30 s. Both are one viewer when it is one ticket. Notes what other processes do not know yet.
 * No I/O, no clock.
 */
export class LocalViewers {
  readonly #events = new Map<string, Map<string, Entry>>();
  /** Viewers by event and address. */
  readonly #addresses = new Map<string, number>();
  readonly #dirty = new Map<string, Set<string>>();
  /** By event and viewer, so that one who says goodbye a million times is noted once. */
  #left = new Map<string, Gone>();

  /** @param capPerAddress heartbeats of one address beyond this are dropped: they would not count (T23) */
  constructor(private readonly capPerAddress: number) {}

  get eventIds(): string[] {
    return [...this.#events.keys()];
  }

  /** Whether any viewer of the event is here. */
  has(eventId: string): boolean {
    return this.#events.has(eventId);
  }

  /** Whether there is anything that other processes should know. */
  get changed(): boolean {
    return this.#dirty.size > 0 || this.#left.size > 0;
  }

  connected(eventId: string, viewer: string, address: string): void {
    const entry = this.#entry(eventId, viewer, address);
    entry.sockets += 1;
    this.#touch(eventId, viewer);
  }

  disconnected(eventId: string, viewer: string): void {
    const entry = this.#events.get(eventId)?.get(viewer);
    if (!entry) return;
    entry.sockets -= 1;
    this.#touch(eventId, viewer);
    this.#drop(eventId, viewer, entry);
  }

  heard(eventId: string, viewer: string, address: string, now: number): void {
    const known = this.#events.get(eventId)?.get(viewer);
    const there = this.#addresses.get(`${eventId} ${address}`) ?? 0;
    if (!known && there >= this.capPerAddress) return;
    const entry = this.#entry(eventId, viewer, address);
    entry.heardAt = now;
    if (entry.address !== address) {
      this.#countAddress(eventId, entry.address, -1);
      this.#countAddress(eventId, address, 1);
      entry.address = address;
    }
    // Also where nothing changed here: another process may have taken it for gone meanwhile.
    this.#touch(eventId, viewer);
  }

  /** Its page said goodbye. Other processes may have had its heartbeats. */
  left(eventId: string, viewer: string): void {
    const entry = this.#events.get(eventId)?.get(viewer);
    if (entry) {
      entry.heardAt = -Infinity;
      this.#touch(eventId, viewer);
      this.#drop(eventId, viewer, entry);
    }
    this.#noteLeft({ eventId, viewer, everywhere: true });
  }

  /** Lets go of those whose heartbeats have stopped. */
  expire(now: number): void {
    for (const [eventId, viewers] of this.#events) {
      for (const [viewer, entry] of viewers) {
        if (entry.heardAt === -Infinity || now - entry.heardAt <= HEARD_LIFE_MS) continue;
        entry.heardAt = -Infinity;
        this.#touch(eventId, viewer);
        this.#drop(eventId, viewer, entry);
      }
    }
  }

  /** Viewers of an event who came so lately that no other process knows of them. */
  unwritten(eventId: string): number {
    let count = 0;
    for (const viewer of this.#dirty.get(eventId) ?? []) {
      const entry = this.#events.get(eventId)?.get(viewer);
      if (entry && !entry.written) count += 1;
    }
    return count;
  }

  /** Hands over what is to be written; `putBack` takes it again when that failed. */
  takeChanges(): ViewerChanges {
    const present: ViewerRow[] = [];
    const gone: Gone[] = [...this.#left.values()];
    for (const [eventId, viewers] of this.#dirty) {
      for (const viewer of viewers) {
        const entry = this.#events.get(eventId)?.get(viewer);
        if (!entry) {
          gone.push({ eventId, viewer, everywhere: false });
          continue;
        }
        entry.written = true;
        const { address, sockets, heardAt } = entry;
        present.push({ eventId, viewer, address, socket: sockets > 0, embed: heardAt !== -Infinity });
      }
    }
    this.#dirty.clear();
    this.#left = new Map();
    return { present, gone };
  }

  putBack({ present, gone }: ViewerChanges): void {
    for (const { eventId, viewer } of present) this.#markUnwritten(eventId, viewer);
    for (const one of gone) {
      if (one.everywhere) this.#noteLeft(one);
      else this.#touch(one.eventId, one.viewer);
    }
  }

  #noteLeft(one: Gone): void {
    if (this.#left.size < MAX_LEFT) this.#left.set(`${one.eventId} ${one.viewer}`, one);
  }

  /** No other process knows of this one any more: everything has to be written again. */
  markAllUnwritten(): void {
    for (const [eventId, viewers] of this.#events)
      for (const viewer of viewers.keys()) this.#markUnwritten(eventId, viewer);
  }

  #markUnwritten(eventId: string, viewer: string): void {
    const entry = this.#events.get(eventId)?.get(viewer);
    if (entry) entry.written = false;
    this.#touch(eventId, viewer);
  }

  #entry(eventId: string, viewer: string, address: string): Entry {
    const viewers = this.#events.get(eventId) ?? new Map<string, Entry>();
    this.#events.set(eventId, viewers);
    const known = viewers.get(viewer);
    if (known) return known;
    const entry = { address, sockets: 0, heardAt: -Infinity, written: false };
    viewers.set(viewer, entry);
    this.#countAddress(eventId, address, 1);
    return entry;
  }

  #touch(eventId: string, viewer: string): void {
    const viewers = this.#dirty.get(eventId) ?? new Set<string>();
    this.#dirty.set(eventId, viewers.add(viewer));
  }

  #drop(eventId: string, viewer: string, entry: Entry): void {
    if (entry.sockets > 0 || entry.heardAt !== -Infinity) return;
    const viewers = this.#events.get(eventId);
    viewers?.delete(viewer);
    this.#countAddress(eventId, entry.address, -1);
    if (viewers?.size === 0) this.#events.delete(eventId);
  }

  #countAddress(eventId: string, address: string, by: number): void {
    const key = `${eventId} ${address}`;
    const count = (this.#addresses.get(key) ?? 0) + by;
    if (count > 0) this.#addresses.set(key, count);
    else this.#addresses.delete(key);
  }
}
