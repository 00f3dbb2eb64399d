const WINDOW_MS = 2_000;
/** 60 frames a second over the window, and some for bursts. */
const MAX_FRAMES = 160;

/** Counts frames over the last two seconds, in a ring of fixed size. */
export class FrameRate {
  private readonly times = new Float64Array(MAX_FRAMES).fill(Number.NEGATIVE_INFINITY);
  private next = 0;

  add(nowMs: number): void {
    this.times[this.next] = nowMs;
    this.next = (this.next + 1) % MAX_FRAMES;
  }

  /** Frames a second, to one decimal. */
  fps(nowMs: number): number {
    let frames = 0;
    for (const time of this.times) if (time > nowMs - WINDOW_MS) frames += 1;
    return Math.round((frames * 10_000) / WINDOW_MS) / 10;
  }
}
