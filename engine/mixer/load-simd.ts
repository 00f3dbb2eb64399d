import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSimd, SIMD_SOURCE } from './build-simd';

/** Lies beside the bundle after a build. */
const BESIDE = fileURLToPath(new URL('./mixer.wasm', import.meta.url));

/**
 * The compiled SIMD module: from `file`, else from beside this bundle, else compiled from source into a cache
 * that is keyed by the source (development and tests).
 */
export async function loadSimd(file?: string): Promise<WebAssembly.Module> {
  const found = file ?? (existsSync(BESIDE) ? BESIDE : await compiledSimd());
  return WebAssembly.compile(await readFile(found));
}

/** The file of the module compiled from the sources as they are; made where it is not there yet. */
export async function compiledSimd(): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(SIMD_SOURCE))
    .digest('hex')
    .slice(0, 16);
  const file = path.resolve('.cache/simd', `mixer-${hash}.wasm`);
  if (!existsSync(file)) await buildSimd(file);
  return file;
}
