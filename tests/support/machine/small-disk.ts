import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk {
  path: string;
  /** Takes all space but `leaveBytes`, until `free`. */
  fill(leaveBytes: number): Promise<void>;
  free(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * A disk of its own, in memory. Root mounts it; everybody else makes it in a namespace of a process of their
 * own and reaches it through that process.
 *
 * @param at a folder for the mount
 */
export async function smallDisk(at: string, bytes: number): Promise<SmallDisk> {
  await mkdir(at, { recursive: true });
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', at]).then(
    () => true,
    () => false,
  );
  const held = mounted ? null : await inNamespace(at, bytes);
  const path = held?.path ?? at;
  const ballast = join(path, 'ballast');
  return {
    path,
    async fill(leaveBytes) {
      const { stdout } = await run('df', ['--output=avail', '-B1', path]);
      const free = Number(stdout.trim().split('\n').pop());
      await writeFile(ballast, pieces(Math.max(0, free - leaveBytes))).catch((error: unknown) => {
        // Somebody else wrote meanwhile, and the disk is full.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      });
    },
    free: () => rm(ballast, { force: true }),
    async remove() {
      if (held) held.end();
      else await run('umount', ['-l', at]);
    },
  };
}

const PIECE = Buffer.alloc(4 * 1024 * 1024);

function* pieces(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= PIECE.length) yield PIECE.subarray(0, left);
}

async function inNamespace(at: string, bytes: number): Promise<{ path: string; end: () => void }> {
  const script = `mount -t tmpfs -o size=${bytes} tmpfs "$1" && echo ready && exec sleep 600`;
  const child = spawn('unshare', ['-Urm', 'sh', '-c', script, 'sh', at], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = once(child.stdout, 'data').then(() => true);
  const gone = once(child, 'exit').then(() => false);
  if (!(await Promise.race([ready, gone])))
    throw new Error(
      'A small disk needs root or user namespaces (sysctl kernel.unprivileged_userns_clone=1).',
    );
  return { path: `/proc/${child.pid}/root${at}`, end: () => void child.kill('SIGKILL') };
}
