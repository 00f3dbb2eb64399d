import { mkdirSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureBuild } from '../scripts/make/ensure-build';
import { output } from '../setup/command';
import { ffmpegVersion } from '../setup/ffmpeg-version';
import { setUpPrograms } from '../setup/set-up-programs';
import { benchDelivery } from './audience/delivery';
import { benchJoin } from './audience/join';
import { benchPageBytes } from './audience/page-bytes';
import { benchPageCpu } from './audience/page-cpu';
import { closeAll, closingAfter } from './closing';
import { busyShare } from './cpu';
import { prepareCpu, printCpu, type Round } from './engine/cpu-rounds';
import { type LatencyRound, printLatency, watchLatency } from './engine/latency';
import { benchDestinationCpu } from './outputs/cpu';
import { benchFaults } from './outputs/faults';

interface Benchmark {
  about: string;
  /** @returns how many figures it measured */
  run: (options: BenchOptions) => Promise<number>;
}

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
 * `npm run bench`: all benchmarks, or the named ones. Figures to look at, never a test: it fails only when it
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

/** Finds or installs the programs, as `npm test` does. */
async function prepare(): Promise<void> {
  mkdirSync('.cache', { recursive: true });
  const { settings, missing } = await setUpPrograms(['bench']);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  Object.assign(process.env, settings);
  await ensureBuild(process.cwd());
}

/** Each part is one file of the folder `audience`. */
const PARTS: Record<string, (options: { quick: boolean }) => Promise<number>> = {
  delivery: benchDelivery,
  join: benchJoin,
  page: benchPageCpu,
  bytes: benchPageBytes,
};

/**
 * The cost of viewers.
 * @param only one part by its name
 */
async function benchAudience({ quick, only }: BenchOptions): Promise<number> {
  let figures = 0;
  for (const [name, run] of Object.entries(PARTS))
    if (only === undefined || only === name) figures += await run({ quick });
  return figures;
}

/**
 * The engine against one ffmpeg, the cost of its outputs, and the latency of a cut (aims: "What fast means
 * here" in the design). Rounds of both in turn, so that changes of the machine meet both.
 */
async function benchEngine({ quick, only }: BenchOptions): Promise<number> {
  const rounds = quick ? 1 : 3;
  const cpuOptions = quick ? { windowS: 10, warmUpS: 4 } : { windowS: 20, warmUpS: 12 };
  const latencyOptions = quick
    ? { cuts: 8, warmUpS: 4, encoderS: 5 }
    : { cuts: 30, warmUpS: 10, encoderS: 15 };
  return closingAfter(async (closing) => {
    const cpu = only === 'latency' ? null : await prepareCpu(cpuOptions, closing);
    const [costs, ways]: [Round[], LatencyRound[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      console.error(`Round ${round} of ${rounds} …`);
      if (cpu) costs.push(await cpu.round());
      if (only !== 'cpu') ways.push(await watchLatency(latencyOptions));
    }
    return (cpu ? printCpu(costs, cpu.opus) : 0) + (ways.length > 0 ? printLatency(ways) : 0);
  });
}

/** Destinations: the cost of one more, and the effect of a fault of one on the others and on itself. */
async function benchOutputs({ quick, only }: BenchOptions): Promise<number> {
  const rounds = quick ? 1 : 3;
  let figures = 0;
  if (only === undefined || only === 'cpu')
    figures += await benchDestinationCpu({ rounds, windowS: quick ? 10 : 30 });
  if (only === undefined || only === 'faults')
    figures += await benchFaults({ rounds, windowS: quick ? 5 : 15 });
  return figures;
}

/** What the figures depend on: one line each. */
async function machineFacts(): Promise<string[]> {
  const cores = cpus();
  const livekit = await output(process.env.TOUCHLINE_LIVEKIT_BINARY ?? 'livekit-server', ['--version']);
  const chromium = await output(process.env.CHROMIUM_PATH ?? 'chromium', ['--version']);
  const ffmpeg = await ffmpegVersion(process.env.FFMPEG_PATH ?? 'ffmpeg');
  return [
    `${cores.length} cores (${cores[0]?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}`,
    `Node ${process.versions.node}, ffmpeg ${ffmpeg.version}, ${livekit?.trim() ?? 'LiveKit unknown'}, ${/Chrom.*/.exec(chromium ?? '')?.[0] ?? 'no Chromium'}`,
    `${((await busyShare(2_000)) * 100).toFixed(0)} % busy with other things at the beginning: figures are worth something on a quiet machine only`,
  ];
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

interface BenchOptions {
  /** One short round: shows that it runs; its figures are worth little. */
  quick: boolean;
  /** Only this part of the benchmark. */
  only: string | undefined;
}
