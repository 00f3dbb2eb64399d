/** At most twice a second a number, however many come and go (design §5). */
export const ANNOUNCE_MS = 500;

interface Announced<N> {
  number: N | undefined;
  at: number;
  timer: NodeJS.Timeout | undefined;
  /** Who came since the last announcement and has heard no number yet. */
  newcomers: Set<(number: N) => void>;
}

/**
 * Announces an event's number when it changes: at once, then at most twice a second, and the last one always.
 * A newcomer gets it with the next announcement, or alone after half a second if nothing changes; never twice
 * in one window.
 */
export class Announcer<N> {
  readonly #announced = new Map<string, Announced<N>>();

  constructor(
    private readonly options: {
      number: (eventId: string) => N | undefined;
      same: (a: N, b: N) => boolean;
      announce: (eventId: string, number: N) => void;
      everyMs?: number;
    },
  ) {}

  /** The number may have changed. */
  look(eventId: string): void {
    const last = this.#of(eventId);
    const number = this.options.number(eventId);
    if (number === undefined || (last.number !== undefined && this.options.same(last.number, number))) return;
    const waitMs = last.at + this.#everyMs - performance.now();
    if (waitMs <= 0) this.#announce(eventId, last, number);
    else if (!last.timer) this.#later(eventId, last, waitMs);
  }

  /** Somebody joined, who has to hear the number even if it does not change. */
  joined(eventId: string, listener: (number: N) => void): void {
    const last = this.#of(eventId);
    last.newcomers.add(listener);
    if (!last.timer) this.#later(eventId, last, this.#everyMs);
  }

  left(eventId: string, listener: (number: N) => void): void {
    this.#announced.get(eventId)?.newcomers.delete(listener);
  }

  /** Nobody here is interested any more. */
  forget(eventId: string): void {
    clearTimeout(this.#announced.get(eventId)?.timer);
    this.#announced.delete(eventId);
  }

  close(): void {
    for (const eventId of this.#announced.keys()) this.forget(eventId);
  }

  get #everyMs(): number {
    return this.options.everyMs ?? ANNOUNCE_MS;
  }

  #of(eventId: string): Announced<N> {
    const known = this.#announced.get(eventId);
    if (known) return known;
    const last: Announced<N> = { number: undefined, at: -Infinity, timer: undefined, newcomers: new Set() };
    this.#announced.set(eventId, last);
    return last;
  }

  #later(eventId: string, last: Announced<N>, waitMs: number): void {
    last.timer = setTimeout(() => {
      last.timer = undefined;
      const number = this.options.number(eventId);
      // Not counted yet, or the database is away.
      if (number === undefined) return this.#later(eventId, last, this.#everyMs);
      if (last.number === undefined || !this.options.same(last.number, number)) {
        this.#announce(eventId, last, number);
      } else {
        for (const listener of last.newcomers) listener(number);
        last.newcomers.clear();
      }
    }, waitMs);
    last.timer.unref();
  }

  #announce(eventId: string, last: Announced<N>, number: N): void {
    clearTimeout(last.timer);
    last.timer = undefined;
    last.number = number;
    last.at = performance.now();
    last.newcomers.clear();
    this.options.announce(eventId, number);
  }
}
