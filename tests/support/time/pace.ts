import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The only waits of fixed length that a test may make (lint). For everything that can be seen there is
 * `until`.
 */

/** Fails as soon as `look` says no within `forMs`: for what must stay so, or must not come. */
export async function holds(what: string, look: () => Promise<boolean> | boolean, forMs: number) {
  const end = performance.now() + forMs;
  do {
    if (!(await look())) throw new Error(`It did not stay so for ${forMs} ms: ${what}`);
    await sleep(Math.min(50, forMs));
  } while (performance.now() < end);
}

/** The distance between two steps of a load, ms; how exact it is does not matter. */
export const pace = (ms: number): Promise<void> => sleep(Math.max(0, ms));

/**
 * A part of the story that has to last, such as a fault or a film that is being made. `what` is for the
 * reader.
 */
export const lasts = (what: string, ms: number): Promise<void> =>
  ms > 0 ? sleep(ms) : Promise.reject(new Error(`${what} lasts no time`));
