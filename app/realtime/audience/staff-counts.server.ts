import type { Staff } from '../../../db/queries/presence';

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
