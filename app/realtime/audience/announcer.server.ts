/** At most twice a second a number, however many come and go (design §5). */
export const ANNOUNCE_MS = 500;

interface Told<N> {
  number: N | undefined;
  at: number;
  timer: NodeJS.Timeout | undefined;
  /** Who came since the last announcement and has heard no number yet. */
  newcomers: Set<(number: N) => void>;
}

/**
 * Tells an event's number when it changes: at once, and then at most twice a second, the last one always. Who
 * joins hears it with the next announcement, or alone after half a second where nothing changes; never twice
 * in one window.
 */
export class Announcer<N> {
  readonly #told = new Map<string, Told<N>>();

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
    const told = this.#of(eventId);
    const number = this.options.number(eventId);
    if (number === undefined || (told.number !== undefined && this.options.same(told.number, number))) return;
    const waitMs = told.at + this.#everyMs - performance.now();
    if (waitMs <= 0) this.#tell(eventId, told, number);
    else if (!told.timer) this.#later(eventId, told, waitMs);
  }

  /** Somebody joined, who has to hear the number even if it does not change. */
  joined(eventId: string, tell: (number: N) => void): void {
    const told = this.#of(eventId);
    told.newcomers.add(tell);
    if (!told.timer) this.#later(eventId, told, this.#everyMs);
  }

  left(eventId: string, tell: (number: N) => void): void {
    this.#told.get(eventId)?.newcomers.delete(tell);
  }

  /** Nobody here is interested any more. */
  forget(eventId: string): void {
    clearTimeout(this.#told.get(eventId)?.timer);
    this.#told.delete(eventId);
  }

  close(): void {
    for (const eventId of this.#told.keys()) this.forget(eventId);
  }

  get #everyMs(): number {
    return this.options.everyMs ?? ANNOUNCE_MS;
  }

  #of(eventId: string): Told<N> {
    const known = this.#told.get(eventId);
    if (known) return known;
    const told: Told<N> = { number: undefined, at: -Infinity, timer: undefined, newcomers: new Set() };
    this.#told.set(eventId, told);
    return told;
  }

  #later(eventId: string, told: Told<N>, waitMs: number): void {
    told.timer = setTimeout(() => {
      told.timer = undefined;
      const number = this.options.number(eventId);
      // Not counted yet, or the database is away.
      if (number === undefined) return this.#later(eventId, told, this.#everyMs);
      if (told.number === undefined || !this.options.same(told.number, number)) {
        this.#tell(eventId, told, number);
      } else {
        for (const tell of told.newcomers) tell(number);
        told.newcomers.clear();
      }
    }, waitMs);
    told.timer.unref();
  }

  #tell(eventId: string, told: Told<N>, number: N): void {
    clearTimeout(told.timer);
    told.timer = undefined;
    told.number = number;
    told.at = performance.now();
    told.newcomers.clear();
    this.options.announce(eventId, number);
  }
}
