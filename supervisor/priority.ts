import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/**
 * Nice values of what must not wait where processors are full (safety F32): what makes the program before
 * what brings it pictures, and both before everything else.
 */
export const NICE = { engine: -10, livekit: -5 } as const;

/** Whether this process may raise priorities: root, CAP_SYS_NICE, or LimitNICE of systemd. */
export function mayRaise(): boolean {
  if (process.platform !== 'linux') return false;
  const before = getPriority();
  try {
    setPriority(0, Math.max(constants.priority.PRIORITY_HIGHEST, before - 1));
    setPriority(0, before);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where Linux groups processes by session (sched(7), "The autogroup feature"), a nice value counts within
 * a session only, and this one between sessions. Each child of ours has its own.
 */
export function raiseSession(pid: number, nice: number): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
  } catch {
    // No such feature, or no right to it.
  }
}
