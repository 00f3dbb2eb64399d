/** Safety F22: progress is frames written, not being alive; 3 s and a restart are within the promised 5 s. */
const STALL_MS = 3_000;
/** Without a program nothing is on the air, so there is time to be sure. */
const IDLE_STALL_MS = 15_000;
/**
 * If our own timer is this late, the whole machine was suspended, and missing reports say nothing about the
 * engine.
 */
const OVERSLEPT_MS = 1_500;

export interface Progress {
  /** Frames written since the engine's start, over all programs. */
  frames: number;
  programs: number;
}

export interface Watchdog {
  progress(report: Progress): void;
  /** To be called about every 250 ms. True once, when the engine hangs. */
  hangs(): boolean;
}

/**
 * Watches the engine's progress reports (one a second). Does nothing before the first one, so a slow start is
 * not a hang.
 */
export function watchdog(now: () => number = () => performance.now()): Watchdog {
  let last: Progress | null = null;
  let movedAt = 0;
  let askedAt = now();
  return {
    progress(report) {
      const moved =
        !last || report.frames !== last.frames || report.programs === 0 || report.programs > last.programs;
      last = report;
      if (moved) movedAt = now();
    },
    hangs() {
      const at = now();
      if (at - askedAt > OVERSLEPT_MS) movedAt = at;
      askedAt = at;
      if (!last || at - movedAt < (last.programs > 0 ? STALL_MS : IDLE_STALL_MS)) return false;
      last = null;
      return true;
    },
  };
}
