import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

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

export async function bundle(root: string): Promise<void> {
  await build(bundleOptions(root, ENTRIES, 'build/main'));
}
