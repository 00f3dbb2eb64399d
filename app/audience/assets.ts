import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AudienceAssets, AudiencePage } from './asset-list';

/** Vite's manifest, as far as it is used: https://vite.dev/guide/backend-integration */
const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
);

const ENTRIES: Record<AudiencePage, string> = {
  watch: 'app/audience/entry.watch.ts',
  embed: 'app/audience/entry.embed.ts',
  show: 'app/audience/entry.show.tsx',
};

/**
 * Which files the audience's pages run, from what the build of vite.audience.config.ts wrote. @throws where
 * it is missing
 */
export async function readAudienceAssets(clientDir: string): Promise<AudienceAssets> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(clientDir, '.vite/manifest.json'), 'utf8')));
  const script = (entry: string) => {
    const found = manifest[entry];
    if (!found) throw new Error(`The build has no ${entry}. Run npm run build.`);
    return { script: `/${found.file}`, preload: [...imported(entry)].map((file) => `/${file}`) };
  };
  /** Everything that the entry begins with, and what that begins with. */
  const imported = (name: string, files = new Set<string>()): Set<string> => {
    for (const each of manifest[name]?.imports ?? []) {
      const file = manifest[each]?.file;
      if (file === undefined || files.has(file)) continue;
      files.add(file);
      imported(each, files);
    }
    return files;
  };
  return { watch: script(ENTRIES.watch), embed: script(ENTRIES.embed), show: script(ENTRIES.show) };
}
