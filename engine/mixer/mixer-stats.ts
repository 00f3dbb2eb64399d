export interface MixerStats {
  /** Ticks made since the start. */
  ticks: number;
  /** Over the last second. */
  fps: number;
  /** Ticks of the last second that were made more than half a frame late. */
  late: number;
  /** Frames of real time that the program did not follow, since the start. */
  missed: number;
  /** Of one tick, over the last second: mean and longest, ms. */
  msPerTick: number;
  msPerTickMax: number;
  /** Share of the time between ticks that is left, 0 to 1. */
  headroom: number;
  /** What was shown in the last tick: camera id, or null for the slate. */
  shown: string | null;
}

const MAX_FPS = 60;

/** Figures of the last second, in a ring of one second's ticks. */
export class TickMeter {
  readonly #fps: number;
  readonly #atMs = new Float64Array(MAX_FPS * 2).fill(Number.NEGATIVE_INFINITY);
  readonly #workMs = new Float64Array(MAX_FPS * 2);
  readonly #lateMs = new Float64Array(MAX_FPS * 2);
  #ticks = 0;

  constructor(fps: number) {
    this.#fps = fps;
  }

  add(atMs: number, workMs: number, lateMs: number): void {
    const at = this.#ticks % this.#atMs.length;
    this.#atMs[at] = atMs;
    this.#workMs[at] = workMs;
    this.#lateMs[at] = lateMs;
    this.#ticks += 1;
  }

  read(nowMs: number, slippedMs: number, shown: string | null): MixerStats {
    const frameMs = 1000 / this.#fps;
    let fps = 0;
    let late = 0;
    let total = 0;
    let longest = 0;
    this.#atMs.forEach((atMs, i) => {
      if (nowMs - atMs >= 1000) return;
      const workMs = this.#workMs[i] ?? 0;
      fps += 1;
      total += workMs;
      longest = Math.max(longest, workMs);
      if ((this.#lateMs[i] ?? 0) > frameMs / 2) late += 1;
    });
    const msPerTick = fps > 0 ? total / fps : 0;
    return {
      ticks: this.#ticks,
      fps,
      late,
      missed: Math.floor(slippedMs / frameMs),
      msPerTick,
      msPerTickMax: longest,
      headroom: Math.max(0, 1 - msPerTick / frameMs),
      shown,
    };
  }
}
