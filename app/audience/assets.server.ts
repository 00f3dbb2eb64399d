import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The audience's pages: rendered by the server and hydrated by a small script of their own. */
export type AudiencePage = 'watch' | 'embed' | 'show';

/** Addresses of a page's script: the file to run, and the files that it imports. */
export interface PageScript {
  script: string;
  preload: string[];
}
export type AudienceAssets = Partial<Record<AudiencePage, PageScript>>;

/** Vite's manifest, as far as it is used: https://vite.dev/guide/backend-integration */
const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
);

/** The entries of vite.audience.config.ts. */
const ENTRIES: Record<AudiencePage, string> = {
  watch: 'app/audience/watch/watch-entry.ts',
  embed: 'app/audience/embed/embed-entry.ts',
  show: 'app/audience/show/show-entry.tsx',
};

/**
 * Which files the audience's pages run, from the manifest that the build of vite.audience.config.ts wrote.
 * @throws where it is missing
 */
export async function readAudienceAssets(clientDir: string): Promise<AudienceAssets> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(clientDir, '.vite/manifest.json'), 'utf8')));
  const script = (entry: string) => {
    const found = manifest[entry];
    if (!found) throw new Error(`The build has no ${entry}. Run npm run build.`);
    return { script: `/${found.file}`, preload: [...imported(entry)].map((file) => `/${file}`) };
  };
  /** The static imports of a file, direct and indirect. */
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
