import { spawn, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { ChildLines, ffmpegEnvironment, PIPES_ONLY } from '../../child-processes';
import type { Redactor } from '../../redact';
import type { TsFeed, TsHub } from '../ts-hub';
import { dropBrokenTail } from '../../recordings/fragments';

const PROGRESS_FD = 3;
/** Three quarters of a minute of the default program: a disk that is busy for a while costs nothing. */
const MAX_QUEUE_BYTES = 16 * 1024 * 1024;
const FINISH_MS = 3_000;

export interface PartProgress {
  /** PTS (90 kHz) of the first picture. */
  beginPts: number | null;
  bytes: number;
  /** Length of what is written, ms. */
  durationMs: number;
}

export interface PartListener {
  onProgress(progress: PartProgress): void;
  /** Once, when the file is closed, with ffmpeg's last lines. */
  onGone(progress: PartProgress, lines: readonly string[]): void;
}

/**
 * One file: fragmented MP4 with a fragment per keyframe, so that at most the last second is ever missing and
 * a browser can play it at any time.
 */
export class RecordingPart {
  readonly #child: ChildProcess;
  readonly #feed: TsFeed;
  readonly #progress: PartProgress = { beginPts: null, bytes: 0, durationMs: 0 };
  readonly ended: Promise<void>;

  constructor(file: string, hub: TsHub, ffmpeg: string, redactor: Redactor, listener: PartListener) {
    this.#child = spawn(ffmpeg, partArgs(basename(file)), {
      // The engine may know the folder by an open file of its own only (supervisor/own-users.ts).
      cwd: dirname(file),
      env: ffmpegEnvironment(),
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    const { stdin, stderr, stdio } = this.#child;
    const progress = stdio[PROGRESS_FD];
    if (!stdin || !stderr || !progress || !('read' in progress))
      throw new Error('ffmpeg was started without pipes');
    stdin.on('error', () => undefined);
    const lines = new ChildLines(stderr, redactor);
    new ChildLines(progress, redactor, (line) => this.#read(line, listener));
    this.#feed = hub.feed(stdin, MAX_QUEUE_BYTES, (pts) => {
      this.#progress.beginPts = pts;
      listener.onProgress({ ...this.#progress });
    });
    this.ended = new Promise((resolve) => {
      let gone = false;
      const end = async (code: unknown): Promise<void> => {
        if (gone) return;
        gone = true;
        this.#feed.close();
        stdin.destroy();
        // Killed, or stopped by the disk: its last write may be half a one.
        if (code !== 0) await dropBrokenTail(file).catch(() => 0);
        // What ffmpeg reported last is older than what it wrote last.
        this.#progress.bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
        listener.onGone({ ...this.#progress }, lines.last());
        resolve();
      };
      this.#child.once('error', (error) => void end(error));
      this.#child.once('close', (code) => void end(code));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Writes what is on its way, then closes the file. */
  async finish(): Promise<void> {
    this.#feed.end();
    const timer = setTimeout(() => this.kill(), FINISH_MS);
    await this.ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #read(line: string, listener: PartListener): void {
    const [name, value] = line.split('=');
    if (name === 'total_size') this.#progress.bytes = Math.max(this.#progress.bytes, Number(value) || 0);
    if (name === 'out_time_us')
      this.#progress.durationMs = Math.max(0, Math.round(Number(value) / 1000) || 0);
    // The last line of each report.
    if (name === 'progress') listener.onProgress({ ...this.#progress });
  }
}

function partArgs(file: string): string[] {
  return [
    ...['-hide_banner', '-nostats', '-n', '-loglevel', 'warning'],
    ...['-progress', `pipe:${PROGRESS_FD}`, '-stats_period', '1'],
    ...['-probesize', '1000000', '-analyzeduration', '1000000'],
    ...[...PIPES_ONLY, '-f', 'mpegts', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-map', '0:a:0', '-c', 'copy', '-flush_packets', '1'],
    // The filler that keeps the rate constant for platforms is of no use on a disk.
    ...['-bsf:v', 'filter_units=remove_types=12', '-bsf:a', 'aac_adtstoasc'],
    ...['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4', `file:${file}`],
  ];
}
