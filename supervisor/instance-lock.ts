import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createFile } from '../db/atomic-file';
import { commandOf } from '../setup/command';

/**
 * One supervisor per data folder: two on one database would give every event two engines and PostgreSQL two
 * masters.
 * @returns a function that releases the folder
 * @throws an Error with the way out when another one runs
 */
export async function lockInstance(dataDir: string): Promise<() => void> {
  const file = join(dataDir, 'start.pid');
  for (;;) {
    if (createFile(file, String(process.pid))) return () => rmSync(file, { force: true });
    const pid = holder(file);
    if (await isOurs(pid)) {
      throw new Error(
        `Touchline already runs on ${dataDir} (process ${pid}): stop that one, or start this one with another DATA_DIR, PORT and HTTPS_PORT.`,
      );
    }
    rmSync(file, { force: true });
  }
}

/** 0 when it has just been released. */
function holder(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** After a crash or a reboot the pid may belong to another program. */
async function isOurs(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  return /scripts\/(start|dev)\.mjs|build\/main\/start\.js/.test((await commandOf(pid)) ?? '');
}
