import { access, chmod, copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from './until';

/** Clocks of our own processes that a test may set while they run. */
export interface ShiftedClocks {
  /** For the start of the product. */
  environment: Record<string, string>;
  /**
   * Sets the wall clock of every process that runs `script`, such as `engine.js`, so many ms ahead of the
   * machine's (less than 0: behind it) and waits until they have it. The monotonic clock is not touched, as
   * when a person or NTP sets a machine's time.
   */
  set(script: string, aheadMs: number): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Node's own clock by a module that is loaded first. PostgreSQL, LiveKit and ffmpeg keep the machine's time:
 * theirs could be shifted only with it, and others work on that.
 */
export async function shiftedClocks(): Promise<ShiftedClocks> {
  // Processes and tests meet here, and processes are users of their own: this checkout may be closed to them.
  const folder = await mkdtemp(join(tmpdir(), 'touchline-clocks-'));
  await chmod(folder, 0o777);
  const preload = join(folder, 'shifted-clock.mjs');
  await copyFile(new URL('shifted-clock.mjs', import.meta.url), preload);
  return {
    environment: { NODE_OPTIONS: `--import ${pathToFileURL(preload).href}` },
    async set(script, aheadMs) {
      const taken = join(folder, `${script}.${aheadMs}`);
      await rm(taken, { force: true });
      await writeFile(join(folder, script), String(aheadMs));
      await until(`${script} to have its clock shifted by ${aheadMs} ms`, () =>
        access(taken).then(() => true),
      );
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
