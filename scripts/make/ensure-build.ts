import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSimd } from '../../engine/mixer/build-simd';
import { buildIsFresh, sourceHash } from '../../setup/bootstrap/source-hash.mjs';
import { follow } from '../../setup/command';
import { longStep } from '../../setup/progress';
import { withBuildLock } from './build-lock';
import { bundle } from './bundles';
import { precompress } from './precompress';

const PAGES_MS = 10 * 60_000;

/**
 * Makes the pages, the SIMD module and the bundles, unless build/ is of these very sources. True when it
 * built.
 */
export async function ensureBuild(root: string, { force = false } = {}): Promise<boolean> {
  if (!force && buildIsFresh(root)) return false;
  return withBuildLock(join(root, '.cache/build.lock'), async () => {
    // Another start may have made it while this one waited.
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
  // Of the sources as they are now: what changes while this runs makes the next start build again.
  const hash = sourceHash(root);
  // Remix empties build/ first, so the pages come before everything else.
  await buildPages(root, note);
  await buildAudience(root, note);
  await precompress(join(root, 'build/client/assets'));
  await buildSimd(join(root, 'build/main/mixer.wasm'));
  await bundle(root);
  await writeFile(join(root, 'build/source-hash'), hash);
}

/** The script of the audience's pages, beside what Remix has made. */
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
