import { readFileSync } from 'node:fs';

/**
 * At most this long without output while pictures are offered. Twice what a loaded machine was seen to pause.
 */
const SILENT_S = 1.2;
/** Until the first output: starting ffmpeg and both encoders on a loaded machine. */
const STARTING_S = 2.5;
/**
 * An encoder that computes is slow and not hung: a new one would only have more to do. So many times as long
 * it may take.
 */
const SLOW = 3;
/**
 * Processor time in half of a limit that counts as computing: a process that hangs uses none, and sound alone
 * less.
 */
const COMPUTING_MS = 60;

/**
 * Decides whether a running encoder works, by pictures taken in and bytes put out. It counts pictures offered
 * and not time, so that a pause of our own process is not taken for one of ffmpeg, and checks the processor
 * time before it calls one hung.
 */
export class RunWatch {
  readonly #readCpuMs: () => number | null;
  #silentLimit: number;
  #startingLimit: number;
  #offeredSinceOutput = 0;
  #offeredSinceTaken = 0;
  #taken = 0;
  #gaveAnything = false;
  /**
   * Halves of the limit for which nothing came, and the processor time used when the last of them was over.
   */
  #halves = 0;
  #cpuMs: number | null = null;

  /** @param cpuMs processor time that the encoder has used, ms; null where that is not known */
  constructor(fps: number, cpuMs: () => number | null) {
    this.#readCpuMs = cpuMs;
    this.#silentLimit = SILENT_S * fps;
    this.#startingLimit = STARTING_S * fps;
  }

  begin(): void {
    this.#offeredSinceOutput = this.#offeredSinceTaken = this.#taken = 0;
    this.#gaveAnything = false;
    this.#halves = 0;
    this.#cpuMs = null;
  }

  offered(): void {
    this.#offeredSinceOutput++;
    this.#offeredSinceTaken++;
  }

  gave(): void {
    this.#offeredSinceOutput = 0;
    this.#gaveAnything = true;
  }

  isHung(picturesTaken: number): boolean {
    if (picturesTaken !== this.#taken) {
      this.#taken = picturesTaken;
      this.#offeredSinceTaken = 0;
    }
    const limit = this.#gaveAnything ? this.#silentLimit : this.#startingLimit;
    const halves = Math.floor(Math.max(this.#offeredSinceOutput, this.#offeredSinceTaken) / (limit / 2));
    if (halves === 0) this.#cpuMs = null;
    if (halves <= this.#halves) {
      this.#halves = halves;
      return false;
    }
    this.#halves = halves;
    const computed = this.#computed();
    return halves >= 2 && (!computed || halves >= 2 * SLOW);
  }

  /** Since the last call. */
  #computed(): boolean {
    const before = this.#cpuMs;
    this.#cpuMs = this.#readCpuMs();
    return this.#cpuMs !== null && before !== null && this.#cpuMs - before >= COMPUTING_MS;
  }
}

/** Linux reports processor time to programs in hundredths of a second, whatever its own clock rate. */
const MS_PER_TICK = 10;
/** Places of utime and stime after the command's closing bracket (proc_pid_stat(5)). */
const UTIME = 11;
const STIME = 12;

/**
 * Processor time that a process has used, ms; null where it is not known (not Linux, or the process is gone).
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
