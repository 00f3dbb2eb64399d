import { chmodSync, chownSync, lchownSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HLS_FOLDER } from '../core/hls-files';

/** Written by the engine, read and deleted by the web process. */
export const SHARED_FOLDERS = ['recordings', HLS_FOLDER, 'deleted-events'];
/** Read by both. */
const SHARED_FILES = ['secrets.key', 'instance-id'];

export interface FileOwner {
  uid: number;
  gid: number;
}

/**
 * Gives web and engine what they share, of files of root or of another user who ran this installation before.
 * All else stays root's with mode 0600, such as passwords of the database and the key of the certificate
 * authority. A volume may refuse; then the processes keep their rights, and say so.
 */
export function giveFiles(dataDir: string, owner: FileOwner, print: (line: string) => void): void {
  try {
    for (const name of SHARED_FOLDERS) {
      const folder = join(dataDir, name);
      mkdirSync(folder, { recursive: true });
      giveTree(folder, owner);
    }
    for (const name of SHARED_FILES) {
      const file = join(dataDir, name);
      if (lstatSync(file, { throwIfNoEntry: false })?.isFile()) letRead(file, owner.gid);
    }
  } catch (error) {
    print(
      `Files in ${dataDir} cannot be given to other users: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/** Root's, and readable for one group. */
export function letRead(file: string, gid: number): void {
  chownSync(file, 0, gid);
  chmodSync(file, 0o640);
}

/**
 * Who can write in a folder could put a link there to any file: symbolic ones are not followed, and a file
 * that has a second name stays as it is.
 */
function giveTree(path: string, owner: FileOwner): void {
  const { uid, gid, mode, nlink } = lstatSync(path);
  const folder = (mode & 0o170000) === 0o040000;
  const file = (mode & 0o170000) === 0o100000 && nlink === 1;
  if (!folder && !file) return;
  if (uid !== owner.uid || gid !== owner.gid) lchownSync(path, owner.uid, owner.gid);
  const wanted = folder ? 0o770 : 0o660;
  if ((mode & 0o777) !== wanted) chmodSync(path, wanted);
  if (folder) for (const name of readdirSync(path)) giveTree(join(path, name), owner);
}
