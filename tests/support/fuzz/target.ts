import type { Random } from './random';

/**
 * One generated input for one parser. Throws when the parser does what it must not: an error of another kind
 * than its own, a result that does not fit, more than it was given.
 */
export type Target = (random: Random) => void | Promise<void>;

export function must(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}

/** What is refused is refused by a RangeError, and by nothing else. */
export function orRangeError(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}
