import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { FPS } from '../mark/timing';
import { DEMO, ROOT } from '../root';
import type { LoopFormat } from './format';

export interface EnsureLoop extends LoopFormat {
  cameras: readonly number[];
  /** 0…100, only called while something has to be rendered. */
  onProgress?: (percent: number) => void;
}

/**
 * The directory with the rendered loops of these cameras. What is missing is rendered, one process a core. A
 * loop is named after its format and the code that draws it, so that it is made anew only when it would look
 * different.
 */
export async function ensureLoop(wanted: EnsureLoop): Promise<string> {
  const cache = process.env.TOUCHLINE_CACHE_DIR ?? join(ROOT, '.cache');
  const name = `${wanted.width}x${wanted.height}-${wanted.seconds}s-${await codeHash()}`;
  const directory = join(cache, 'demo', name);
  await mkdir(directory, { recursive: true });
  const missing = wanted.cameras.filter((camera) => !existsSync(join(directory, `camera-${camera}.done`)));
  if (missing.length === 0) return directory;
  const frames = new Map<number, number>();
  const tell = (camera: number, frame: number): void => {
    frames.set(camera, frame);
    const sum = [...frames.values()].reduce((a, b) => a + b, 0);
    wanted.onProgress?.(Math.min(99, Math.floor((100 * sum) / (missing.length * wanted.seconds * FPS))));
  };
  const queue = [...missing];
  const worker = async (): Promise<void> => {
    for (let camera = queue.shift(); camera !== undefined; camera = queue.shift()) {
      const own = camera;
      await renderApart(own, wanted, directory, (frame) => tell(own, frame));
      tell(own, wanted.seconds * FPS);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), missing.length) }, worker));
  wanted.onProgress?.(100);
  return directory;
}

/**
 * Rendered beside its place and moved there when whole: two runs at once, or one that was stopped, leave no
 * half loop.
 */
async function renderApart(
  camera: number,
  format: LoopFormat,
  directory: string,
  onFrame: (frame: number) => void,
): Promise<void> {
  const scratch = join(directory, `.${camera}-${process.pid}`);
  const child = fork(
    join(DEMO, 'loop', 'render-process.ts'),
    [String(camera), `${format.width}x${format.height}`, String(format.seconds), scratch],
    {
      cwd: ROOT,
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, ...KEEP_MEMORY },
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
    for (const kind of ['h264', 'opus']) {
      await rename(join(scratch, `camera-${camera}.${kind}`), join(directory, `camera-${camera}.${kind}`));
    }
    await writeFile(join(directory, `camera-${camera}.done`), '');
  } finally {
    process.off('exit', stop);
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Every frame is a fresh buffer of megabytes. Given back to the system each time it costs more than the
 * drawing (page faults: 10 ms a frame at 720p, measured); these keep it within the process.
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
const NOT_DRAWN = new Set(['cache.ts', 'annexb.ts', 'ogg.ts', 'media.ts']);
