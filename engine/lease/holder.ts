import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

/** Who holds a lease: a worker's random name, and the process in which it lives. */
export interface Holder {
  worker: string;
  host: string;
  pid: number;
}

/**
 * This process. `host` names the running kernel and the pid namespace, so that a pid is compared only where
 * it means the same process; elsewhere than on Linux it is random, and nobody takes a lease by looking at
 * pids.
 */
export function thisHolder(): Holder {
  return { worker: randomUUID(), host: hostName(), pid: process.pid };
}

function hostName(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return randomUUID();
  }
}

/**
 * True when the holder lived on this host and its process is gone: its outputs are dead for certain, so
 * nobody need wait.
 */
export function isSurelyDead(holder: { host: string; pid: number }, self: Holder): boolean {
  if (holder.host !== self.host || holder.pid === self.pid) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
