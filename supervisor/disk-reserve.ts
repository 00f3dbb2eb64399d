import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const RESERVE_BYTES = 64 * 1024 * 1024;
const BLOCK = Buffer.alloc(1024 * 1024);
/** With less than this PostgreSQL cannot begin a file of its log (16 MB) and what a recovery writes. */
const NEEDED_BYTES = 48 * 1024 * 1024;
/** The reserve is laid down only where it is no burden. */
const PLENTY_BYTES = 1024 * 1024 * 1024;

/**
 * A file that takes room while there is plenty, and gives it back to a database that finds none (safety F23):
 * one that cannot write its log does not start again, and without it nobody can make room from the desk.
 *
 * @returns a sentence when the reserve was given up, else null
 */
export function useDiskReserve(dataDir: string): string | null {
  const file = join(dataDir, 'disk-reserve');
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const there = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= RESERVE_BYTES;
  if (free < NEEDED_BYTES && there) {
    rmSync(file);
    return 'The disk is full. A reserve of 64 MB was freed for the database: make room now, such as by deleting recordings.';
  }
  if (free > PLENTY_BYTES && !there) layDown(file);
  return null;
}

function layDown(file: string): void {
  const fd = openSync(file, 'w', 0o600);
  try {
    for (let bytes = 0; bytes < RESERVE_BYTES; bytes += BLOCK.length) writeSync(fd, BLOCK);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
