import type { Present } from '../domain/presence/write';
import type { Audience } from './contract';

/** Whom this process serves, by event. A viewer is a distinct ticket: two sockets with one ticket count once. */
export class AudienceCounts {
  readonly #viewers = new Map<string, Map<string, number>>();
  readonly #others = new Map<string, { crew: number; camera: number }>();

  add(eventId: string, audience: Audience, who: string): void {
    if (audience === 'public') {
      const viewers = this.#viewers.get(eventId) ?? new Map<string, number>();
      this.#viewers.set(eventId, viewers.set(who, (viewers.get(who) ?? 0) + 1));
      return;
    }
    const counts = this.#others.get(eventId) ?? { crew: 0, camera: 0 };
    counts[audience] += 1;
    this.#others.set(eventId, counts);
  }

  remove(eventId: string, audience: Audience, who: string): void {
    if (audience === 'public') {
      const viewers = this.#viewers.get(eventId);
      const left = (viewers?.get(who) ?? 0) - 1;
      if (left > 0) viewers?.set(who, left);
      else viewers?.delete(who);
      if (viewers?.size === 0) this.#viewers.delete(eventId);
      return;
    }
    const counts = this.#others.get(eventId);
    if (!counts) return;
    counts[audience] -= 1;
    if (counts.crew + counts.camera === 0) this.#others.delete(eventId);
  }

  of(eventId: string): Present {
    const others = this.#others.get(eventId);
    return {
      viewers: this.#viewers.get(eventId)?.size ?? 0,
      crew: others?.crew ?? 0,
      cameras: others?.camera ?? 0,
    };
  }

  eventIds(): string[] {
    return [...new Set([...this.#viewers.keys(), ...this.#others.keys()])];
  }
}
