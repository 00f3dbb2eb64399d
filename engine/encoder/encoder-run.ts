import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { ChildLines, ffmpegEnvironment } from '../child-processes';
import type { Redactor } from '../redact';
import { encoderArgs, SOUND_FD, type EncoderRun } from './args';

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
