import { type ChildProcess, spawn } from 'node:child_process';
import type { Environment } from '../../core/settings';

const running = new Set<ChildProcess>();

export interface Outcome {
  code: number | null;
  output: string;
}

/**
 * Runs one tool in a process group of its own, and kills what is left of the group after it: a browser or a
 * server that a failed test forgot must not stay.
 */
export function runTool(
  args: string[],
  options: { env: Environment; timeoutMs: number; live: boolean },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      env: { NODE_ENV: 'test', ...options.env },
      stdio: ['ignore', options.live ? 'inherit' : 'pipe', options.live ? 'inherit' : 'pipe'],
      detached: true,
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    }
    const timer = setTimeout(() => {
      output += `\nStopped after ${options.timeoutMs / 60_000} minutes.`;
      endGroup(child);
    }, options.timeoutMs);
    const done = (code: number | null) => {
      clearTimeout(timer);
      running.delete(child);
      endGroup(child);
      resolve({ code, output });
    };
    child.once('error', () => done(null));
    child.once('exit', (code) => done(code));
  });
}

/** For Ctrl-C: kills everything that was started here. */
export function endAll(): void {
  for (const child of running) endGroup(child);
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has no process left.
  }
}
