import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../scripts/make/ensure-build';
import { findBrowser } from '../setup/find-browser';
import { findFfmpeg } from '../setup/find-ffmpeg';
import { findLiveKit } from '../setup/find-livekit';
import { benchAudience } from './audience';
import { closeAll } from './closing';
import { benchEngine } from './engine';
import { machineFacts } from './machine';
import type { BenchOptions } from './options';
import { benchOutputs } from './outputs';

interface Benchmark {
  about: string;
  /** @returns how many figures it measured */
  run: (options: BenchOptions) => Promise<number>;
}

/** Each is one file of this folder. */
const BENCHMARKS: Record<string, Benchmark> = {
  engine: {
    about: 'CPU of the engine, its outputs, and how long a cut takes (parts: cpu, latency)',
    run: benchEngine,
  },
  audience: {
    about: 'what viewers cost (parts: delivery, join, page, bytes)',
    run: benchAudience,
  },
  outputs: {
    about: 'What one more destination costs, and what a fault of one does to the others (parts: cpu, faults)',
    run: benchOutputs,
  },
};

/**
 * `npm run bench`: all benchmarks, or those named. Figures to look at, never a test: it fails only when it
 * measured nothing.
 */
async function main(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { list: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } },
  });
  if (values.list) {
    for (const [name, { about }] of Object.entries(BENCHMARKS)) console.log(`${name}: ${about}`);
    return 1;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
  const chosen = names.map((name) => {
    const found = BENCHMARKS[name];
    if (!found)
      throw new Error(`There is no benchmark “${name}”. There are: ${Object.keys(BENCHMARKS).join(', ')}.`);
    return found;
  });
  await prepare();
  for (const line of await machineFacts()) console.log(line);
  let figures = 0;
  for (const { run } of chosen) figures += await run({ quick: values.quick ?? false, only: values.only });
  return figures;
}

/** Finds or installs what is measured, as `npm test` does, and says where it is. */
async function prepare(): Promise<void> {
  mkdirSync('.cache', { recursive: true });
  process.env.FFMPEG_PATH = (await findFfmpeg()).path;
  const cacheDir = resolve(process.env.TOUCHLINE_CACHE_DIR ?? '.cache');
  process.env.TOUCHLINE_LIVEKIT_BINARY ??= (await findLiveKit({ cacheDir })).path;
  process.env.CHROMIUM_PATH ??= await findBrowser();
  await ensureBuild(process.cwd());
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void closeAll().finally(() => process.exit(130)));

main(process.argv.slice(2)).then(
  (figures) => process.exit(figures > 0 ? 0 : 1),
  async (error: unknown) => {
    await closeAll();
    console.error(error);
    process.exit(1);
  },
);
