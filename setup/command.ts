import { execFile, spawn } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** The program's full path as a shell finds it, or null. */
export function onPath(name: string, path: string = process.env.PATH ?? ''): string | null {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const candidate = join(folder, name);
    if (isProgram(candidate)) return candidate;
  }
  return null;
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Output of a short command, or null when it failed or took longer than `timeoutMs`. */
export function output(file: string, args: string[], timeoutMs = 10_000): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: timeoutMs }, (error, stdout, stderr) => {
      resolve(error ? null : stdout + stderr);
    });
  });
}

/**
 * The command line of a process, or null when there is none. From /proc where it exists: slim systems have no
 * `ps`.
 */
export async function commandOf(pid: number): Promise<string | null> {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return process.platform === 'linux' ? null : output('ps', ['-p', String(pid), '-o', 'args=']);
  }
}

/**
 * Runs a long command and passes each of its lines on.
 * @throws an Error with the command's last lines when it fails or times out
 */
export function follow(
  file: string,
  args: string[],
  options: {
    env?: NodeJS.ProcessEnv;
    user?: { uid: number; gid: number };
    timeoutMs: number;
    onLine?: (line: string) => void;
  },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      ...(options.user ?? {}),
    });
    const last: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        last.push(line);
        if (last.length > 8) last.shift();
        options.onLine?.(line);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      const how = signal
        ? `was stopped after ${Math.round(options.timeoutMs / 1000)} s`
        : `ended with ${code}`;
      reject(new Error(`${file} ${how}: ${last.join(' | ')}`));
    });
  });
}
