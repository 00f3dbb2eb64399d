import { createHash } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { context, type OutputFile } from 'esbuild';
import { compiledSimd } from '../../engine/mixer/simd-module';
import { runTouchline } from '../../supervisor/run';
import type { RunningChildren } from '../../supervisor/supervisor';
import { bundleOptions } from '../make/ensure-build';

/**
 * `npm run dev`: everything as `npm start` runs it, from the sources. A change of a page reloads the page; a
 * change in a process' code restarts that process.
 */
const OUT = 'build/dev';
const ENTRIES = {
  edge: 'edge/main.ts',
  engine: 'engine/main.ts',
  whip: 'engine/outputs/whip/main.ts',
  web: 'scripts/dev/web.ts',
};

const root = process.cwd();
const hashes = new Map<string, string>();
let running: RunningChildren | null = null;

const bundles = await context({
  ...bundleOptions(root, ENTRIES, OUT),
  write: false,
  plugins: [
    {
      name: 'restart-what-changed',
      setup: ({ onEnd }) => onEnd(async ({ outputFiles }) => restart(await written(outputFiles ?? []))),
    },
  ],
});
await Promise.all([
  bundles.rebuild(),
  mkdir(OUT, { recursive: true }).then(async () => copyFile(await compiledSimd(), join(OUT, 'mixer.wasm'))),
]);
running = await runTouchline(root, {
  scripts: {
    engine: `${OUT}/engine.js`,
    edge: `${OUT}/edge.js`,
    web: `${OUT}/web.js`,
    nodeEnv: 'development',
  },
});
// It begins with a build of its own, which nobody has to wait for.
await bundles.watch();

/**
 * Writes the files that differ from those on the disk.
 * @returns the names of the written scripts
 */
async function written(files: OutputFile[]): Promise<string[]> {
  const names: string[] = [];
  for (const { path, contents } of files) {
    const hash = createHash('sha256').update(contents).digest('hex');
    if (hashes.get(path) === hash) continue;
    hashes.set(path, hash);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
    const name = /([^/\\]+)\.js$/.exec(path)?.[1];
    if (name) names.push(name);
  }
  return names;
}

function restart(names: string[]): void {
  if (!running) return;
  const { engines, edge, web } = running;
  // The publisher to viewers is a child of the engine.
  if (names.includes('engine') || names.includes('whip')) engines.forEach((child) => child.kill());
  if (names.includes('edge')) edge.kill();
  if (names.includes('web')) web.forEach((child) => child.kill());
}
