import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Errors of link(2) on file systems without hard links (exFAT, some shared folders). */
const NO_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/**
 * Replaces a file (mode 0600): readers see the old content or the new, also after a crash. Where root has
 * given the old one to somebody, the new one is theirs too.
 */
export function replaceFile(file: string, text: string): void {
  const part = writtenPart(file, text);
  try {
    const before = process.getuid?.() === 0 ? statSync(file, { throwIfNoEntry: false }) : undefined;
    if (before && (before.uid !== 0 || before.gid !== 0)) {
      chownSync(part, before.uid, before.gid);
      chmodSync(part, before.mode & 0o777);
    }
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  syncFolder(file);
}

/**
 * Creates a file (mode 0600) that never exists without its content. False when it exists already; it then
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
 * The trimmed content of a file, created with the result of `make` when it does not exist. Processes that
 * race get the same content.
 * @throws an Error with the way out when the file is empty: an older version was killed while it made it
 */
export function readOrCreateFile(file: string, make: () => string): string {
  if (!existsSync(file)) createFile(file, `${make()}\n`);
  const content = readFileSync(file, 'utf8').trim();
  if (content) return content;
  throw new Error(`${file} is empty: restore it from a backup, or remove it and a new one is made.`);
}

/** A complete, synced file under a temporary name in the same folder. */
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

/** A file's name is on the disk once its folder is synced; Windows cannot sync folders. */
function syncFolder(file: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(dirname(file), 'r');
  try {
    fsyncSync(fd);
  } catch {
    // Some file systems cannot sync folders and order writes themselves.
  } finally {
    closeSync(fd);
  }
}
