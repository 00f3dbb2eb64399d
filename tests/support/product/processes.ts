import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  pid: number;
  parent: number;
  command: string;
  /** In ticks since the machine started: a number that is used again belongs to another process. */
  startedAt: number;
  /** Ended, and its parent has not asked how. */
  isZombie: boolean;
}

function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, so fields are counted from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const [state] = fields;
    return {
      pid,
      parent: Number(fields[1]),
      command,
      startedAt: Number(fields[19]),
      isZombie: state === 'Z',
    };
  } catch {
    return null;
  }
}

/** All processes below `root`, by /proc. */
export function descendants(root: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? []);
  const found: Process[] = [];
  const queue = [root];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    for (const child of all.filter((process) => process.parent === parent)) {
      found.push(child);
      queue.push(child.pid);
    }
  }
  return found;
}

/** Which of these processes still run. */
export function stillRunning(processes: readonly Process[]): Process[] {
  return processes.filter(({ pid, startedAt }) => {
    const now = read(pid);
    return now !== null && now.startedAt === startedAt && !now.isZombie;
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** CPU seconds that a process has used, user and system, without its children. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  return statusBytes(pid, 'VmRSS');
}

/**
 * Resident memory of the process alone, in bytes: without the pages of programs and libraries, which come in
 * as they are first used.
 */
export function ownBytes(pid: number): number {
  return statusBytes(pid, 'RssAnon');
}

function statusBytes(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
}
