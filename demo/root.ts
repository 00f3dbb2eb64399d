import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The repository: found upwards from here, since this runs both from the sources and from the bundle in
 * build/main.
 */
export const ROOT = upwards(dirname(fileURLToPath(import.meta.url)));

/** The sources of the simulated match; its own processes start from them. */
export const DEMO = join(ROOT, 'demo');

function upwards(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The simulated match runs from a checkout of Touchline only.');
  return upwards(parent);
}
