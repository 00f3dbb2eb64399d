import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nodeError } from './node-version.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { buildIsFresh } from './source-hash.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Prepares a fresh checkout so that TypeScript runs, then runs `source` in this process: from the build when
 * it is of these sources (0.3 s sooner), else through tsx.
 */
export async function run(source, built = null) {
  try {
    const error = nodeError();
    if (error) throw new Error(error);
    process.chdir(root);
    ensureDependencies(root);
    if (built && existsSync(join(root, built)) && buildIsFresh(root)) {
      await import(pathToFileURL(join(root, built)).href);
      return;
    }
    const { register } = await import('tsx/esm/api');
    register();
    await import(pathToFileURL(join(root, source)).href);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
