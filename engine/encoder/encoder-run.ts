import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ChildLines, ffmpegEnvironment } from '../child-processes';
import type { Redactor } from '../redact';
import { encoderArgs, type EncoderRun, SOUND_FD } from './args';

export interface RunListener {
  onTs(chunk: Buffer): void;
  /** Once, when the process is gone for whatever reason. */
  onGone(run: FfmpegRun): void;
}

/** One ffmpeg from start to end. Counts input and output; the decisions are made elsewhere. */
export class FfmpegRun {
  readonly #child: ChildProcess;
  readonly #video: Writable;
  readonly #sound: Writable;
  readonly #lines: ChildLines;
  #gone = false;
  readonly ended: Promise<void>;
  /** Pictures that the process has taken in, and bytes of TS it has given out. */
  picturesTaken = 0;
  bytesOut = 0;

  constructor(
    readonly settings: EncoderRun & { startTick: number },
    ffmpeg: string,
    redactor: Redactor,
    listener: RunListener,
  ) {
    this.#child = spawn(ffmpeg, encoderArgs(settings), {
      env: ffmpegEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    this.#video = writable(this.#child.stdio[0]);
    this.#sound = writable(this.#child.stdio[SOUND_FD]);
    const ts = readable(this.#child.stdio[1]);
    this.#lines = new ChildLines(readable(this.#child.stdio[2]), redactor);
    // A broken pipe only means that the process is gone, which its own event reports.
    for (const stream of [this.#video, this.#sound, ts]) stream.on('error', () => undefined);
    ts.on('data', (chunk: Buffer) => {
      this.bytesOut += chunk.length;
      listener.onTs(chunk);
    });
    this.ended = new Promise((resolve) => {
      const gone = (): void => {
        if (this.#gone) return;
        this.#gone = true;
        this.#video.destroy();
        this.#sound.destroy();
        resolve();
        listener.onGone(this);
      };
      this.#child.once('error', gone);
      this.#child.once('exit', gone);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get lastLines(): readonly string[] {
    return this.#lines.last();
  }

  /** Not yet taken by the process. */
  get soundWaiting(): number {
    return this.#sound.writableLength;
  }

  /** `release` is called when the bytes are no longer needed, taken or not. */
  writePicture(data: Buffer, release: () => void): void {
    this.#video.write(data, (error) => {
      if (!error) this.picturesTaken++;
      release();
    });
  }

  writeSound(data: Buffer): void {
    this.#sound.write(data);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Lets it write out what it has, for at most `timeoutMs`. */
  async finish(timeoutMs: number): Promise<void> {
    this.#video.end();
    this.#sound.end();
    const timer = setTimeout(() => this.kill(), timeoutMs);
    await this.ended;
    clearTimeout(timer);
  }
}

type Stdio = ChildProcess['stdio'][number];

function writable(stream: Stdio): Writable {
  if (!stream || !('write' in stream)) throw new Error('ffmpeg was started without a pipe to write to');
  return stream;
}

function readable(stream: Stdio): Readable {
  if (!stream || !('read' in stream)) throw new Error('ffmpeg was started without a pipe to read from');
  return stream;
}

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
