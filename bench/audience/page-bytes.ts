import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { z } from 'zod';

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
);
type PlayerPage = 'watch' | 'embed';
/** Loaded until the first picture: the page's entry, and the media client with what joins the room. */
const BEFORE_PICTURE: Record<PlayerPage, string[]> = {
  watch: ['app/audience/watch/watch-entry.ts', 'app/audience/player/program-room.ts'],
  embed: ['app/audience/embed/embed-entry.ts', 'app/audience/player/program-room.ts'],
};
/** The least code that plays a room. */
const CLIENT_ALONE = `
  import { Room, RoomEvent } from 'livekit-client';
  const room = new Room();
  room.on(RoomEvent.TrackSubscribed, (track) => track.attach(document.querySelector('video')));
  room.connect(location.hash, location.search);`;

/** In bytes. */
interface Size {
  raw: number;
  gzip: number;
}
const sizeOf = (code: Uint8Array): Size => ({ raw: code.length, gzip: gzipSync(code, { level: 9 }).length });

/**
 * Bytes of script before the first picture of the embedded player over livekit-client alone (design §11: at
 * most 1.1; checked by app/audience/budget.test.ts).
 */
export async function benchPageBytes(): Promise<number> {
  const player = await bytesBeforePicture(resolve('build/client'), 'embed');
  const client = await clientBytes();
  for (const kind of ['raw', 'gzip'] as const) {
    const ratio = player[kind] / client[kind];
    console.log(
      `audience: script before the first picture, ${kind}: ${player[kind]} bytes over ${client[kind]} of livekit-client alone = ${ratio.toFixed(3)} (aim ≤ 1.1)`,
    );
  }
  return 2;
}

/** Each file is compressed separately, as it is sent. */
export async function bytesBeforePicture(clientDir: string, page: PlayerPage): Promise<Size> {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(clientDir, '.vite/manifest.json'), 'utf8')));
  const files = new Set<string>();
  const add = (name: string): void => {
    const found = manifest[name];
    if (!found) throw new Error(`The build has no ${name}.`);
    if (files.has(found.file)) return;
    files.add(found.file);
    found.imports.forEach(add);
  };
  BEFORE_PICTURE[page].forEach(add);
  return sizeOfFiles([...files].map((file) => join(clientDir, file)));
}

export async function sizeOfFiles(paths: string[]): Promise<Size> {
  const sizes = await Promise.all(paths.map(async (path) => sizeOf(await readFile(path))));
  const sum = (kind: keyof Size) => sizes.reduce((total, size) => total + size[kind], 0);
  return { raw: sum('raw'), gzip: sum('gzip') };
}

/** livekit-client alone, minified as by Vite. */
export async function clientBytes(): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents: CLIENT_ALONE, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  });
  return sizeOf(outputFiles[0]?.contents ?? new Uint8Array());
}
