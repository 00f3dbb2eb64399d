import { statfsSync } from 'node:fs';

/** With less than this left no HLS segment is written: the database on the same disk needs the rest. */
export const MIN_FREE_BYTES = 64 * 1024 * 1024;

/** What a recording leaves of its disk, bytes: it grows for hours, and the database needs some, too. */
export interface DiskFloor {
  /** A part ends here. */
  endBelow: number;
  /** And a new one begins here; higher, so that parts of seconds do not follow each other. */
  beginAbove: number;
}

export const RECORDING_FLOOR: DiskFloor = { endBelow: 256 * 1024 * 1024, beginAbove: 320 * 1024 * 1024 };

export interface DiskSpace {
  /** What a process without privileges may still use. */
  freeBytes: number;
  /** 0 to 1. */
  used: number;
}

/** Of the disk that holds a folder. @throws as the system does when the folder is not there */
export function diskSpace(directory: string): DiskSpace {
  const { bavail, blocks, bsize } = statfsSync(directory);
  return { freeBytes: bavail * bsize, used: blocks === 0 ? 1 : 1 - bavail / blocks };
}

export type DiskFailure = 'full' | 'forbidden' | 'other';

/** The disk failure behind an error of Node, or behind ffmpeg's last lines. */
export function diskFailureOf(why: unknown): DiskFailure {
  const code = typeof why === 'object' && why !== null && 'code' in why ? String(why.code) : String(why);
  if (/ENOSPC|No space left|EDQUOT|quota/i.test(code)) return 'full';
  if (/EACCES|EROFS|EPERM|Permission denied|Read-only/i.test(code)) return 'forbidden';
  return 'other';
}
