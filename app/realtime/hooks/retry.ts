/** A web process is back within a second of its death, so the first tries are quick; nobody waits longer than 5 s (F1). */
const FIRST_MS = 500;
const CAP_MS = 5_000;

/** How long to wait before try number `tries` (0 is the first): doubled each time, and spread so that a crowd does not come back at once. */
export function retryDelayMs(tries: number, random: () => number = Math.random): number {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(tries, 10));
  return Math.round(ceiling * (0.3 + 0.7 * random()));
}
