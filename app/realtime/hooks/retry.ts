/** A web process is back within a second of its death, so the first tries are quick. */
const FIRST_MS = 500;
/** Nobody waits longer than this (F1); crew and cameras are few and ask for a shorter one. */
const CAP_MS = 5_000;
export const CREW_CAP_MS = 2_000;

/** How long to wait before try number `tries` (0 is the first): doubled each time, and spread so that a crowd does not come back at once. */
export function retryDelayMs(tries: number, capMs = CAP_MS, random: () => number = Math.random): number {
  const ceiling = Math.min(capMs, FIRST_MS * 2 ** Math.min(tries, 10));
  return Math.round(ceiling * (0.3 + 0.7 * random()));
}
