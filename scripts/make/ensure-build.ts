import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { createFile } from '../../db/atomic-file';
import { buildSimd } from '../../engine/mixer/simd-module';
import { buildIsFresh, sourceHash } from '../../setup/bootstrap/source-hash.mjs';
import { follow } from '../../setup/command';
import { longStep } from '../../setup/progress';

/** The entry of each process in build/main. The web process is built with the pages (vite.config.ts). */
const ENTRIES: Readonly<Record<string, string>> = {
  start: 'supervisor/main.ts',
  admin: 'scripts/admin/main.ts',
  edge: 'edge/main.ts',
  demo: 'demo/main.ts',
  engine: 'engine/main.ts',
  whip: 'engine/outputs/whip/main.ts',
};

/**
 * One file per process, so that a restart takes some 0.3 s and needs no compiler. Packages stay external:
 * some have native parts, and all are installed anyway.
 */
export function bundleOptions(root: string, entryPoints: Readonly<Record<string, string>>, outdir: string) {
  return {
    absWorkingDir: root,
    entryPoints,
    outdir: join(root, outdir),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
  } satisfies BuildOptions;
}

async function bundle(root: string): Promise<void> {
  await build(bundleOptions(root, ENTRIES, 'build/main'));
}

const PAGES_MS = 10 * 60_000;

/**
 * Builds the pages, the SIMD module and the bundles, unless build/ is of the present sources. True when it
 * built.
 */
export async function ensureBuild(root: string, { force = false } = {}): Promise<boolean> {
  if (!force && buildIsFresh(root)) return false;
  return withBuildLock(join(root, '.cache/build.lock'), async () => {
    // Another start may have built it while this one waited.
    if (!force && buildIsFresh(root)) return false;
    const step = longStep('Building Touchline');
    try {
      await make(root, (line) => step.note(line));
    } catch (error) {
      step.end('failed');
      throw error;
    }
    step.end('done');
    return true;
  });
}

async function make(root: string, note: (line: string) => void): Promise<void> {
  // Of the sources as they are now: a change while this runs makes the next start build again.
  const hash = sourceHash(root);
  // Remix empties build/ first, so the pages are built before everything else.
  await buildPages(root, note);
  await buildAudience(root, note);
  await precompress(join(root, 'build/client/assets'));
  await buildSimd(join(root, 'build/main/mixer.wasm'));
  await bundle(root);
  await writeFile(join(root, 'build/source-hash'), hash);
}

/** The script of the audience's pages, next to Remix's output. */
async function buildAudience(root: string, onLine: (line: string) => void): Promise<void> {
  const cli = join(root, 'node_modules/vite/bin/vite.js');
  await follow(
    process.execPath,
    [cli, 'build', '--config', 'vite.audience.config.ts', '--logLevel', 'warn'],
    {
      env: { ...process.env, NODE_ENV: 'production' },
      timeoutMs: PAGES_MS,
      onLine,
    },
  );
}

async function buildPages(root: string, onLine: (line: string) => void): Promise<void> {
  const cli = join(root, 'node_modules/@remix-run/dev/dist/cli.js');
  await follow(process.execPath, [cli, 'vite:build', '--logLevel', 'warn'], {
    env: { ...process.env, NODE_ENV: 'production' },
    timeoutMs: PAGES_MS,
    onLine,
  });
}

const EVERY_MS = 200;

/** Runs `work` while no other process does: of two builds at once each would delete what the other made. */
export async function withBuildLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  while (!take(file)) await wait(EVERY_MS);
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(file: string): boolean {
  if (createFile(file, String(process.pid))) return true;
  if (!holderLives(file)) rmSync(file, { force: true });
  return false;
}

function holderLives(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid > 0 && pid !== process.pid;
  } catch {
    return false;
  }
}

/** Other types, such as fonts and pictures, do not shrink. */
const TEXTS = new Set(['.js', '.css', '.svg', '.json']);
/** Smaller files fit into one packet anyway. */
const MIN_BYTES = 1_024;

/**
 * Writes a `.br` and a `.gz` next to each text file of a folder, at the highest level: made once, sent many
 * times.
 */
export async function precompress(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => TEXTS.has(extname(file)));
  await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const content = await readFile(path);
      if (content.length < MIN_BYTES) return;
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      await Promise.all([
        promisify(brotliCompress)(content, { params }).then((small) => writeFile(`${path}.br`, small)),
        promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }).then((small) =>
          writeFile(`${path}.gz`, small),
        ),
      ]);
    }),
  );
}
