import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { descendants, residentBytes } from '../tests/support/product/processes';

/** Clock ticks a second in /proc/PID/stat, on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** CPU seconds, user and system, by part. */
export type CpuByPart = Map<string, number>;

/** Classifies a process by its command line. */
export type PartOf = (command: string) => string;

/**
 * CPU seconds so far of a process and its descendants. Ended children that were waited for count with their
 * parent.
 */
export function cpuOfTree(root: number, partOf: PartOf): CpuByPart {
  const parts: CpuByPart = new Map();
  for (const { pid, command } of [{ pid: root, command: commandOf(root) }, ...descendants(root)]) {
    const part = partOf(command);
    parts.set(part, (parts.get(part) ?? 0) + cpuOf(pid));
  }
  return parts;
}

export function totalOf(parts: CpuByPart): number {
  return [...parts.values()].reduce((sum, seconds) => sum + seconds, 0);
}

/** Resident memory of a process and its descendants, bytes. Shared pages are counted with each. */
export function memoryOfTree(root: number): number {
  return [root, ...descendants(root).map(({ pid }) => pid)].reduce((sum, pid) => sum + residentBytes(pid), 0);
}

export interface Window {
  seconds: number;
  /** CPU seconds used within the window. */
  parts: CpuByPart;
  /**
   * Share of all cores that was busy, with everything on the machine, and share that the host took (steal).
   */
  busy: number;
  stolen: number;
}

/** Measures a tree of processes for so many seconds. `meanwhile` is called about once a second. */
export async function watchCpu(
  root: number,
  seconds: number,
  partOf: PartOf,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Window> {
  const [machine, before, beganMs] = [machineTicks(), cpuOfTree(root, partOf), performance.now()];
  for (let second = 1; second <= seconds; second++) {
    await meanwhile();
    await wait(Math.max(0, beganMs + second * 1000 - performance.now()));
  }
  const [after, machineAfter, endedMs] = [cpuOfTree(root, partOf), machineTicks(), performance.now()];
  const ticks = (kind: keyof MachineTicks) => machineAfter[kind] - machine[kind];
  const parts: CpuByPart = new Map();
  for (const part of new Set([...before.keys(), ...after.keys()]))
    parts.set(part, (after.get(part) ?? 0) - (before.get(part) ?? 0));
  return {
    seconds: (endedMs - beganMs) / 1000,
    parts,
    busy: (ticks('all') - ticks('idle')) / ticks('all'),
    stolen: ticks('stolen') / ticks('all'),
  };
}

/** Share of all cores that is busy over so many milliseconds, with everything on the machine. */
export async function busyShare(ms: number): Promise<number> {
  const before = machineTicks();
  await wait(ms);
  const after = machineTicks();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may contain anything, so fields are counted from its end: utime, stime, cutime,
    // cstime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_S;
  } catch {
    return 0;
  }
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
}

interface MachineTicks {
  all: number;
  idle: number;
  stolen: number;
}

/** /proc/stat: user nice system idle iowait irq softirq steal; guest time is in `user` already. */
function machineTicks(): MachineTicks {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = first.trim().split(/\s+/).slice(1, 9).map(Number);
  return {
    all: ticks.reduce((sum, value) => sum + value, 0),
    idle: (ticks[3] ?? 0) + (ticks[4] ?? 0),
    stolen: ticks[7] ?? 0,
  };
}
