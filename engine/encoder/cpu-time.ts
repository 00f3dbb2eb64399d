import { readFileSync } from 'node:fs';

/** Linux counts processor time to programs in hundredths of a second, whatever its own clock does. */
const MS_PER_TICK = 10;
/** Places of utime and stime after the command's closing bracket (proc_pid_stat(5)). */
const UTIME = 11;
const STIME = 12;

/**
 * Processor time that a process has used, ms; null where the system does not tell (not Linux, or the process
 * is gone).
 */
export function cpuMsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ms = (Number(fields[UTIME]) + Number(fields[STIME])) * MS_PER_TICK;
    return Number.isFinite(ms) ? ms : null;
  } catch {
    return null;
  }
}
