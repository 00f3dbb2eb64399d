import { chmod, copyFile, cp, link, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLiveKit } from '../../../setup/find-livekit';
import { requireProgram } from '../../../setup/find-program';
import type { Place } from './product';

const ROOT = new URL('../../../', import.meta.url).pathname;
const LEFT_OUT = new Set(['.git', '.data', '.cache', 'node_modules', 'tests', 'bench', 'docs']);

/**
 * A checkout with everything that it needs, as root has it in its home: a folder of mode 0700 above the code,
 * its packages, Node, ffmpeg, LiveKit and the data.
 */
export async function closedPlace(): Promise<
  Place & { settings: Record<string, string>; remove(): Promise<void> }
> {
  const home = await mkdtemp(join(tmpdir(), 'touchline-closed-'));
  const root = join(home, 'touchline');
  await mkdir(join(root, '.cache'), { recursive: true });
  for (const name of await readdir(ROOT)) {
    if (!LEFT_OUT.has(name)) await cp(join(ROOT, name), join(root, name), { recursive: true });
  }
  await linkTree(await realpath(join(ROOT, 'node_modules')), join(root, 'node_modules'));
  const own = async (file: string) => {
    const copy = join(home, `own-${file.split('/').at(-1)}`);
    await copyFile(file, copy);
    await chmod(copy, 0o755);
    return copy;
  };
  const livekit = await findLiveKit({ cacheDir: join(ROOT, '.cache') });
  return {
    root,
    node: await own(process.execPath),
    settings: {
      DATA_DIR: join(home, 'data'),
      FFMPEG_PATH: await own(await requireProgram('ffmpeg')),
      TOUCHLINE_LIVEKIT_BINARY: await own(livekit.path),
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/** 700 MB of packages: by second names of their files where that is possible, which takes seconds. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.isFile()) await link(source, target).catch(() => copyFile(source, target));
    else await cp(source, target, { verbatimSymlinks: true });
  }
}
