import { Random } from './random';
import { TARGETS } from './parsers';
import type { Target } from './target';

export interface Fuzzed {
  inputs: number;
  /** The one that took longest, ms. */
  slowestMs: number;
  /** Seed and error of each input that did what it must not; the same seed makes it again. */
  violations: { target: string; seed: number; error: string }[];
}

/** Each input has a seed of its own, so that one that fails can be made again alone. */
async function one(target: string, run: Target, seed: number, into: Fuzzed): Promise<void> {
  const from = performance.now();
  try {
    await run(new Random(seed));
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (into.violations.length < 20) into.violations.push({ target, seed, error: said.slice(0, 600) });
  }
  into.inputs++;
  into.slowestMs = Math.max(into.slowestMs, performance.now() - from);
}

/** So many inputs for one parser, from a seed on. */
export async function fuzz(target: string, inputs: number, seed: number): Promise<Fuzzed> {
  const found = TARGETS[target];
  if (!found) throw new Error(`There is no target ${target}: ${Object.keys(TARGETS).join(' · ')}.`);
  const result: Fuzzed = { inputs: 0, slowestMs: 0, violations: [] };
  for (let input = 0; input < inputs; input++) {
    await one(target, found.run, seed + input, result);
    // What streams have put off is done in a turn of its own.
    if (input % 1000 === 0) await new Promise(setImmediate);
  }
  return result;
}
