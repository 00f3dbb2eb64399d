/** A camera's rate is even with the program's, or a multiple of it, within this share. */
const EVEN_WITHIN = 0.02;
/** Frames over which the rate is looked at, and after how many it is looked at again. */
const OBSERVED = 90;
const EVERY = 15;
/** A longer step is a pause, after which nothing is known. */
const PAUSE_MS = 500;
/** Weight of a frame in the mean of the phases: half a second at 30 frames. */
const WEIGHT = 1 / 15;
/**
 * Frames are at least so far from a tick, as a share of their interval: 7 ms at 30 frames a second. Times of
 * frames are a few ms early or late.
 */
const MARGIN = 0.2;
/** Where they are brought to, so that clocks which drift apart do not cross the margin again at once. */
const BROUGHT_TO = 0.3;

/** The ticks of the program, ms. */
export interface Ticks {
  everyMs: number;
  /** When the present one, or else the last one, was due. */
  lastMs(): number;
}

const modulo = (value: number, by: number) => ((value % by) + by) % by;

/**
 * Holds the phase of a camera's frames to the program's ticks. Frames whose time is close to that of a tick
 * come just before it or just after it, as their jitter has it: the program would repeat some pictures and
 * skip the ones beside them. All frames of the camera are shown a few ms earlier or later then, at most half
 * of an interval. Times are of the engine's monotonic clock, ms.
 */
export class PhaseHold {
  readonly #ticks: Ticks;
  #lastMs: number | null = null;
  #steps: number[] = [];
  #seen = 0;
  #evenMs: number | null = null;
  /** Mean of the phases as a point on the circle, since 0.99 and 0.01 are close. */
  #x = 0;
  #y = 0;
  #shiftMs = 0;

  constructor(ticks: Ticks) {
    this.#ticks = ticks;
  }

  /** By how much the frames of the camera are shown later than by their own time, ms; negative: earlier. */
  get shiftMs(): number {
    return this.#shiftMs;
  }

  /** How many frames each tick should go on; null while the rate of the camera does not go into the ticks. */
  get framesPerTick(): number | null {
    return this.#evenMs === null ? null : Math.round(this.#ticks.everyMs / this.#evenMs);
  }

  /** Takes the time at which a frame is due by itself. */
  add(dueMs: number): void {
    const stepMs = this.#lastMs === null ? 0 : dueMs - this.#lastMs;
    if (stepMs > PAUSE_MS) this.#forget();
    else if (stepMs > 0) this.#observe(stepMs);
    this.#lastMs = dueMs;
    if (this.#evenMs === null) return;
    const angle = (modulo(this.#ticks.lastMs() - dueMs, this.#evenMs) / this.#evenMs) * 2 * Math.PI;
    this.#x += (Math.cos(angle) - this.#x) * WEIGHT;
    this.#y += (Math.sin(angle) - this.#y) * WEIGHT;
    this.#hold(this.#evenMs, modulo(Math.atan2(this.#y, this.#x) / (2 * Math.PI), 1));
  }

  #forget(): void {
    this.#steps = [];
    this.#evenMs = null;
    this.#x = 0;
    this.#y = 0;
    this.#shiftMs = 0;
  }

  #observe(stepMs: number): void {
    this.#steps.push(stepMs);
    if (this.#steps.length > OBSERVED) this.#steps.shift();
    this.#seen += 1;
    if (this.#seen % EVERY !== 0) return;
    const evenMs = evenInterval(this.#steps, this.#ticks.everyMs);
    if (evenMs === this.#evenMs) return;
    const steps = this.#steps;
    this.#forget();
    this.#steps = steps;
    this.#evenMs = evenMs;
  }

  /** @param phase from the time of a frame to the tick that follows it, as a share of the interval */
  #hold(evenMs: number, phase: number): void {
    const held = modulo(phase - this.#shiftMs / evenMs, 1);
    if (held >= MARGIN && held <= 1 - MARGIN) return;
    const wanted = held < 0.5 ? BROUGHT_TO : 1 - BROUGHT_TO;
    const shiftMs = this.#shiftMs + (held - wanted) * evenMs;
    // Clocks that drift apart come round in the end: one picture is repeated or skipped then.
    this.#shiftMs = modulo(shiftMs + evenMs / 2, evenMs) - evenMs / 2;
  }
}

/** The interval that a camera means; null when its rate is not even with the program's. */
function evenInterval(steps: readonly number[], tickMs: number): number | null {
  const median = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  if (median <= 0) return null;
  // A step over frames that were lost on the way is that many; one and a half is jitter.
  const frames = steps.reduce((sum, step) => sum + Math.max(1, Math.floor(step / median + 0.25)), 0);
  const meanMs = steps.reduce((sum, step) => sum + step, 0) / frames;
  const evenMs = tickMs / Math.max(1, Math.round(tickMs / meanMs));
  return Math.abs(meanMs / evenMs - 1) <= EVEN_WITHIN ? evenMs : null;
}
