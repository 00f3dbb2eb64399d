import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { FPS } from '../mark/code';
import { DEMO, ROOT } from '../root';
import { type LoopFormat, type LoopPart, secondsOf, loopFile } from './media';

export interface LoopOrder extends LoopFormat {
  cameras: readonly number[];
  /** 0…100, only called while something has to be rendered. */
  onProgress?: (percent: number) => void;
  signal?: AbortSignal;
}

/**
 * The directory with the rendered loops of these cameras. Missing ones are rendered, one process a core, or
 * in the background on half of the cores at the lowest priority. A loop's name is the hash of its format and
 * its drawing code, so that it is drawn again only when it would look different.
 */
export async function ensureLoop(order: LoopOrder, { background = false } = {}): Promise<string> {
  const directory = await openDirectory(order);
  await render(order, 'whole', directory, background);
  for (const camera of order.cameras) {
    for (const kind of ['done', ...KINDS] as const)
      await rm(join(directory, loopFile(camera, 'beginning', kind)), { force: true });
  }
  return directory;
}

/**
 * The same as soon as the beginning of each loop exists.
 * @returns which part all cameras have
 */
export async function ensureBeginning(order: LoopOrder): Promise<{ directory: string; part: LoopPart }> {
  const directory = await openDirectory(order);
  if (missing(order, 'whole', directory).length === 0) return { directory, part: 'whole' };
  await render(order, 'beginning', directory, false);
  return { directory, part: 'beginning' };
}

async function openDirectory({ width, height, seconds }: LoopOrder): Promise<string> {
  const cache = process.env.TOUCHLINE_CACHE_DIR ?? join(ROOT, '.cache');
  const directory = join(cache, 'demo', `${width}x${height}-${seconds}s-${await codeHash()}`);
  await mkdir(directory, { recursive: true });
  for (const name of await readdir(directory)) {
    const [, pid] = SCRATCH.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(directory, name), { recursive: true, force: true });
  }
  return directory;
}

const missing = ({ cameras }: LoopOrder, part: LoopPart, directory: string): number[] =>
  cameras.filter((camera) => !existsSync(join(directory, loopFile(camera, part, 'done'))));

async function render(
  order: LoopOrder,
  part: LoopPart,
  directory: string,
  background: boolean,
): Promise<void> {
  const queue = missing(order, part, directory);
  if (queue.length === 0) return;
  const frames = secondsOf(part, order.seconds) * FPS;
  const total = queue.length * frames;
  const drawn = new Map<number, number>();
  const report = (camera: number, frame: number): void => {
    drawn.set(camera, frame);
    const sum = [...drawn.values()].reduce((a, b) => a + b, 0);
    order.onProgress?.(Math.min(99, Math.floor((100 * sum) / total)));
  };
  const worker = async (): Promise<void> => {
    for (let camera = queue.shift(); camera !== undefined; camera = queue.shift()) {
      const own = camera;
      await renderApart(own, order, part, directory, background, (frame) => report(own, frame));
      report(own, frames);
    }
  };
  const cores = availableParallelism();
  const workers = Math.min(queue.length, background ? Math.max(1, Math.floor(cores / 2)) : cores);
  await Promise.all(Array.from({ length: workers }, worker));
  order.onProgress?.(100);
}

/**
 * Rendered into a scratch folder and moved when whole: two runs at once, or one that was stopped, leave no
 * half loop.
 */
async function renderApart(
  camera: number,
  { width, height, seconds, signal }: LoopOrder,
  part: LoopPart,
  directory: string,
  background: boolean,
  onFrame: (frame: number) => void,
): Promise<void> {
  const scratch = join(directory, `.${camera}-${part}-${process.pid}`);
  const child = fork(
    join(DEMO, 'loop', 'render-process.ts'),
    [
      ...[String(camera), `${width}x${height}`, String(seconds), part, scratch],
      ...(background ? ['--background'] : []),
    ],
    {
      cwd: ROOT,
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...KEEP_MEMORY },
      signal,
    },
  );
  child.on('message', (message) => {
    if (typeof message === 'object' && message !== null && 'frame' in message) onFrame(Number(message.frame));
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
    if (code !== 0)
      throw new Error(`Rendering camera ${camera} of the simulated match failed (code ${code}).`);
    for (const kind of KINDS) {
      await rename(join(scratch, `camera-${camera}.${kind}`), join(directory, loopFile(camera, part, kind)));
    }
    await writeFile(join(directory, loopFile(camera, part, 'done')), '');
  } finally {
    process.off('exit', stop);
    await rm(scratch, { recursive: true, force: true });
  }
}

const KINDS = ['h264', 'opus'] as const;
/** A folder being rendered into, with the pid of that process. */
const SCRATCH = /^\.\d+-[a-z]+-(\d+)$/;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Every frame is a fresh buffer of megabytes. Returning it to the system each time costs more than the
 * drawing (page faults: 10 ms a frame at 720p, measured); these settings keep it in the process.
 */
const KEEP_MEMORY = {
  MALLOC_MMAP_THRESHOLD_: '1000000000',
  MALLOC_TRIM_THRESHOLD_: '2000000000',
  MALLOC_TOP_PAD_: '100000000',
};

/** Of everything that changes how a loop looks or sounds. */
async function codeHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['draw', 'match', 'mark', 'loop']) {
    for (const file of (await readdir(join(DEMO, folder))).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts') || NOT_DRAWN.has(file)) continue;
      hash.update(file).update(await readFile(join(DEMO, folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** Files of loop/ that only read what was rendered. */
const NOT_DRAWN = new Set(['cache.ts']);
