import { accessSync, chmodSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { SHARED_FOLDERS } from './own-files';

/** PostgreSQL's user passes through; every secret in the folder has mode 0600. */
const MODE = 0o711;

/**
 * Makes the data folder and lets nobody list it. A volume of somebody else (NFS, SMB, a container's) may be
 * writable and yet refuse that; then it goes on with a warning.
 * @param setMode of node:fs
 * @throws an Error with the way out when nothing can be written there
 */
export function openDataDir(dataDir: string, warn: (line: string) => void, setMode = chmodSync): void {
  let path = dataDir;
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    // They are other users' once root has started Touchline on this folder (own-files.ts).
    for (const name of SHARED_FOLDERS) {
      path = join(dataDir, name);
      if (existsSync(path)) accessSync(path, constants.W_OK | constants.X_OK);
    }
  } catch (cause) {
    const disk = diskError(cause, dataDir);
    if (disk) throw disk;
    if (codeOf(cause) === 'ENOENT')
      throw new Error(
        `${dataDir} leads to a folder that does not exist: is its disk there? Mount it, or set DATA_DIR to another folder.`,
        { cause },
      );
    throw new Error(
      `${path} cannot be written to (${codeOf(cause)}): give it to the user that starts Touchline, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  try {
    setMode(dataDir, MODE);
  } catch (error) {
    warn(
      `${dataDir} belongs to somebody else, and its permissions cannot be changed (${codeOf(error)}). It works; other users of this machine may see the names of the files in it.`,
    );
  }
}

/** With less than this no file of the database's log (16 MB) can be begun. */
const FULL_BYTES = 16 * 1024 * 1024;

/**
 * What a full or read-only disk makes of a start, in words with the way out; null for any other error. A
 * program that we started, such as the database, only says that it ended: so the disk itself is looked at.
 */
export function diskError(error: unknown, dataDir: string): Error | null {
  const code = codeOf(error);
  const where = `The disk of DATA_DIR (${dataDir})`;
  const sentences: Record<string, string> = {
    ENOSPC: `${where} is full: make room there, such as by moving old recordings to another disk, and start again.`,
    EDQUOT: `${where} has used up what this user may use of it (its quota): make room there, or have the quota raised, and start again.`,
    EROFS: `${where} is read-only: mount it for writing, or set DATA_DIR to another folder. A disk that became so by itself has errors: check it first.`,
  };
  if (sentences[code] !== undefined) return new Error(sentences[code], { cause: error });
  if (!isFull(dataDir)) return null;
  const first = error instanceof Error ? error.message : String(error);
  return new Error(`${first}\n${sentences.ENOSPC}`, { cause: error });
}

function isFull(dataDir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize < FULL_BYTES;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
