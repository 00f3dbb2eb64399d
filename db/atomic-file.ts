import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** What file systems without hard links (exFAT, some shared folders) answer to link(2). */
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/**
 * Puts a file (0600) in the place of the one before: readers see the old content or the new, also after a
 * crash.
 */
export function replaceFile(file: string, text: string): void {
  const part = writtenPart(file, text);
  try {
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  syncFolder(file);
}

/**
 * Makes a file (0600) that is never there without its content. False when there is one already; that one
 * stays.
 */
export function createFile(file: string, text: string): boolean {
  const part = writtenPart(file, text);
  try {
    linkSync(part, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
    if (existsSync(file)) return false;
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
  syncFolder(file);
  return true;
}

/**
 * The trimmed content of a file, which is created with what `make` returns when there is none. Processes that
 * ask at the same time get the same.
 *
 * @throws an Error with the way out when the file is there and empty: an older version was killed while it
 * made it
 */
export function readOrCreateFile(file: string, make: () => string): string {
  if (!existsSync(file)) createFile(file, `${make()}\n`);
  const content = readFileSync(file, 'utf8').trim();
  if (content) return content;
  throw new Error(`${file} is empty: restore it from a backup, or remove it and a new one is made.`);
}

/** A file of another name in the same folder, complete and on the disk. */
function writtenPart(file: string, text: string): string {
  const part = `${file}.${randomUUID()}`;
  const fd = openSync(part, 'wx', 0o600);
  try {
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  return part;
}

/** The name of a file is on the disk once its folder is; Windows knows no such thing. */
function syncFolder(file: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(dirname(file), 'r');
  try {
    fsyncSync(fd);
  } catch {
    // Some file systems sync no folders, and keep the order of what was written by themselves.
  } finally {
    closeSync(fd);
  }
}
