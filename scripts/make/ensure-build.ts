import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSimd } from '../../engine/mixer/build-simd';
import { buildIsFresh, sourceHash } from '../bootstrap/source-hash.mjs';
import { follow } from '../setup/command';
import { longStep } from '../setup/progress';
import { bundle } from './bundles';

const PAGES_MS = 10 * 60_000;

/** Makes the SIMD module, the pages and the bundles, unless build/ is of these very sources. True when it built. */
export async function ensureBuild(root: string, { force = false } = {}): Promise<boolean> {
  if (!force && buildIsFresh(root)) return false;
  const hash = sourceHash(root);
  const marker = join(root, 'build/source-hash');
  await rm(marker, { force: true });
  await mkdir(join(root, 'build'), { recursive: true });
  const step = longStep('Building Touchline');
  try {
    // Remix empties build/ first, so the pages come before everything else.
    await buildPages(root, (line) => step.note(line));
    await buildSimd(join(root, 'build/main/mixer.wasm'));
    await bundle(root);
  } catch (error) {
    step.end('failed');
    throw error;
  }
  await writeFile(marker, hash);
  step.end('done');
  return true;
}

async function buildPages(root: string, onLine: (line: string) => void): Promise<void> {
  const cli = join(root, 'node_modules/@remix-run/dev/dist/cli.js');
  await follow(process.execPath, [cli, 'vite:build', '--logLevel', 'warn'], {
    env: { ...process.env, NODE_ENV: 'production' },
    timeoutMs: PAGES_MS,
    onLine,
  });
}
