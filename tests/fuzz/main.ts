import { parseArgs } from 'node:util';
import { fuzz } from '../support/fuzz/run';
import { TARGETS } from '../support/fuzz/parsers';
import { fuzzApi } from './api';
import { fuzzSockets } from './sockets';

/**
 * `npm run test:fuzz -- parsers --inputs 10000000 --seed 1`, `npm run test:fuzz -- api --examples 100`,
 * `npm run test:fuzz -- sockets --messages 50000`: the long forms of what `npm test` does for some seconds.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '10000000' },
    examples: { type: 'string', default: '140' },
    messages: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    actor: { type: 'string' },
    only: { type: 'string' },
  },
});
const seed = Number(values.seed);
const { actor, only } = values;

async function parsers(): Promise<boolean> {
  const shares = Object.values(TARGETS).reduce((sum, { share }) => sum + share, 0);
  let sound = true;
  const megabytes = () => Math.round(process.memoryUsage.rss() / 1e6);
  for (const [name, { share }] of Object.entries(TARGETS)) {
    if (only && !new RegExp(only).test(name)) continue;
    const inputs = Math.ceil((Number(values.inputs) * share) / shares);
    // What is compiled and cached once is no growth.
    await fuzz(name, Math.ceil(inputs / 20), seed + inputs);
    const [before, from] = [megabytes(), performance.now()];
    const { slowestMs, violations } = await fuzz(name, inputs, seed);
    const seconds = (performance.now() - from) / 1000;
    console.log(
      `${name}: ${inputs} inputs in ${seconds.toFixed(0)} s, slowest ${slowestMs.toFixed(0)} ms, ${before} → ${megabytes()} MB, ${violations.length} violations`,
    );
    for (const violation of violations) console.log(violation);
    sound &&= violations.length === 0;
  }
  return sound;
}

const kind = positionals[0] ?? 'parsers';
const KINDS: Record<string, () => Promise<boolean>> = {
  parsers,
  api: () => fuzzApi({ examples: Number(values.examples), seed, actor, only }),
  sockets: () => fuzzSockets(Number(values.messages), seed),
};
const run = KINDS[kind];
if (!run) throw new Error(`There is no ${kind}: ${Object.keys(KINDS).join(', ')}.`);
const sound = await run();
process.exit(sound ? 0 : 1);
