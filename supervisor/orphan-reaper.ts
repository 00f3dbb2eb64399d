import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface OrphanReaper {
  hold(pid: number, signal: 'TERM' | 'INT'): void;
  release(pid: number): void;
  close(): void;
}

/**
 * A shell of 1 MB that outlives us long enough to stop what we started, should we be killed without a chance
 * to do so. Our own children in Node notice the end of their channel by themselves; PostgreSQL, LiveKit and
 * ffmpeg do not.
 */
export function openOrphanReaper(root: string): OrphanReaper {
  const shell = spawn('sh', [join(root, 'supervisor/orphan-reaper.sh')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // It only fails where there is no shell; then the children still stop with every orderly end.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();
  return {
    hold: (pid, signal) => void shell.stdin.write(`+ ${pid} ${signal}\n`),
    release: (pid) => void shell.stdin.write(`- ${pid}\n`),
    close: () => void shell.stdin.end(),
  };
}
