/** What the clock needs of the world; tests bring their own. */
export interface Timers {
  /** Monotonic milliseconds. */
  now(): number;
  /** Runs `work` once after `ms`; 0 means after what is waiting now. Returns what cancels it. */
  after(ms: number, work: () => void): () => void;
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  after(ms, work) {
    if (ms <= 0) {
      const immediate = setImmediate(work);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

export interface TickClockOptions {
  fps: number;
  timers: Timers;
  /** Number of the first tick; a worker that takes over a running show continues the count. */
  firstTick?: number;
  /**
   * Makes tick number `tick`. False when the sink takes nothing at the moment: the same tick is offered
   * again.
   */
  onTick(tick: number): boolean;
}

/**
 * A pause of the process up to this length is made up for by ticks in quick succession; the rest of it is
 * dropped.
 */
const MAX_CATCH_UP_MS = 250;
const RETRY_MS = 4;
/** Node's timers fire up to a millisecond early; what is nearly due is due. */
const NEARLY_MS = 0.5;

/**
 * The program's clock: tick n is due at `origin + n * 1000 / fps`, worked out from n each time, so that it
 * never drifts. Ticks are never left out. After a long block or under back-pressure the origin moves, and
 * picture and sound, which are both counted in ticks, move together.
 */
export class TickClock {
  readonly #options: TickClockOptions;
  #tick: number;
  #originMs = 0;
  #cancel: (() => void) | null = null;
  #running = false;
  #slippedMs = 0;

  constructor(options: TickClockOptions) {
    this.#options = options;
    this.#tick = options.firstTick ?? 0;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#originMs = this.#options.timers.now() - this.#offsetOf(this.#tick);
    this.#arm(0);
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Equals the number of ticks made so far. */
  get next(): number {
    return this.#tick;
  }

  /** Milliseconds of real time that the program did not follow, since the start. */
  get slipped(): number {
    return this.#slippedMs;
  }

  /** How late a tick is, ms; negative while it is not yet due. */
  lateness(tick: number): number {
    return this.#options.timers.now() - this.#dueAt(tick);
  }

  #run(): void {
    if (!this.#running) return;
    if (this.lateness(this.#tick) < -NEARLY_MS) return this.#arm(-this.lateness(this.#tick));
    if (!this.#options.onTick(this.#tick)) return this.#arm(RETRY_MS);
    this.#tick += 1;
    const excessMs = this.lateness(this.#tick) - MAX_CATCH_UP_MS;
    if (excessMs > 0) {
      this.#originMs += excessMs;
      this.#slippedMs += excessMs;
    }
    // A late tick runs after what is waiting, such as the frames and the sound that arrived during the pause.
    this.#arm(Math.max(0, -this.lateness(this.#tick)));
  }

  #arm(ms: number): void {
    if (this.#running) this.#cancel = this.#options.timers.after(ms, () => this.#run());
  }

  #dueAt(tick: number): number {
    return this.#originMs + this.#offsetOf(tick);
  }

  #offsetOf(tick: number): number {
    return (tick * 1000) / this.#options.fps;
  }
}
