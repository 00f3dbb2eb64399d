/** The first restart comes at once: an engine that died must be on the air again within 3 s (safety F21). */
const DELAYS_MS = [0, 250, 500, 1_000, 2_000, 5_000] as const;
/**
 * Whoever ran for so long is taken as healthy; its next death starts from the first delay. Short, since an
 * engine that is killed again and again must be back as fast the twentieth time (F21); long enough that what
 * dies at its start is slowed.
 */
const HEALTHY_MS = 2_000;

/**
 * When to start a dead child again. `ran(ms)` tells how long it lived and gives the wait before the next
 * start, in ms.
 */
export function restartPolicy(): { ran(livedMs: number): number } {
  let deaths = 0;
  return {
    ran(livedMs) {
      if (livedMs >= HEALTHY_MS) deaths = 0;
      const delay = DELAYS_MS[Math.min(deaths, DELAYS_MS.length - 1)] ?? 0;
      deaths += 1;
      return delay;
    },
  };
}
