import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MEDIA_ORIGIN_S } from '../../encoder/encoder';
import { redactor as processRedactor, type Redactor } from '../../redact';
import type { Output, OutputStatus } from '../../types';
import { diskFailureOf, type DiskFailure, type DiskFloor, diskSpace, RECORDING_FLOOR } from '../disk';
import { OutputHealth } from '../output-health';
import type { TsHub } from '../ts-hub';
import { type Backoff, backoffMs } from '../../../core/time/backoff';
import { RecordingPart, type PartProgress } from './part';

/** PTS of tick 0, 90 kHz. */
const ORIGIN_PTS = MEDIA_ORIGIN_S * 90_000;
const CHECK_EVERY_MS = 1_000;
/** No byte on the disk for so long: a new part begins. */
const STALLED_MS = 10_000;
const RETRY: Backoff = { firstMs: 250, capMs: 5_000, least: 1 };
/** Alerts of safety F23, in percent: each is shown once, and not every percent between them. */
const NEARLY_FULL = [95, 90, 80] as const;
const DISK_EVERY_MS = 5_000;

const NO_ROOM = Object.assign(new Error('no space left above the floor'), { code: 'ENOSPC' });

const SENTENCES: Record<DiskFailure, string> = {
  full: 'The disk is full, nothing is recorded. Make room; recording continues automatically. The other outputs are not affected.',
  forbidden: 'The folder for recordings cannot be written to. Check its owner and rights.',
  other: 'Recording was interrupted and begins a new part. The other outputs are not affected.',
};

/**
 * One file of a recording. `mediaStartMs` counts on the program's media time, the same line for all parts of
 * a stream.
 */
export interface RecordingPartInfo {
  file: string;
  startedAt: Date;
  mediaStartMs: number;
  mediaEndMs: number;
  bytes: number;
  /** Null while it is written. */
  endedAt: Date | null;
}

export interface RecorderOptions {
  id: string;
  hub: TsHub;
  /** Made if it is not there. */
  directory: string;
  /** When a part has its first picture, each second while it grows, and when it is closed. */
  onPart?: (part: RecordingPartInfo) => void;
  onStatus?: (status: OutputStatus) => void;
  ffmpegPath?: string;
  redactor?: Redactor;
  floor?: DiskFloor;
}

/**
 * Writes the program to disk in parts: a new one after each restart of the encoder and after each disk
 * failure. What goes wrong here is a state of this output and of no other.
 */
export class Recorder implements Output {
  readonly id: string;
  readonly #options: RecorderOptions;
  readonly #health = new OutputHealth(() => this.#report());
  #retries = 0;
  #failures = 0;
  #doneBytes = 0;
  #partBytes = 0;
  #grewAtMs = 0;
  #diskAtMs = 0;
  #reportedAtMs = 0;
  #part: RecordingPart | null = null;
  /** Raised with each part: what an older one still reports concerns that file only. */
  #opened = 0;
  #closing = new Set<Promise<void>>();
  #retry: NodeJS.Timeout | undefined;
  #checks: NodeJS.Timeout | undefined;
  #unlisten: () => void = () => undefined;

  readonly #floor: DiskFloor;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.id = options.id;
    this.#floor = options.floor ?? RECORDING_FLOOR;
  }

  start(): void {
    if (this.#health.state !== 'off') return;
    this.#health.become('connecting', null);
    this.#unlisten = this.#options.hub.onRun(() => this.#next());
    this.#checks = setInterval(() => this.#check(), CHECK_EVERY_MS);
    this.#open();
  }

  async stop(): Promise<void> {
    if (this.#health.state === 'off') return;
    this.#unlisten();
    clearInterval(this.#checks);
    clearTimeout(this.#retry);
    this.#health.become('off', null);
    this.#close();
    await Promise.all(this.#closing);
  }

  status(): OutputStatus {
    return this.#health.status(this.#doneBytes + this.#partBytes, this.#retries);
  }

  /** Of the writing process, for measurements. */
  get pid(): number | undefined {
    return this.#part?.pid;
  }

  /** The encoder restarts, and so does the file. */
  #next(): void {
    if (!this.#part) return;
    this.#close();
    this.#open();
  }

  /** The part writes its last bytes in the background and reports its own end. */
  #close(): void {
    const part = this.#part;
    if (!part) return;
    this.#part = null;
    const closing = part.finish().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  #open(): void {
    const { hub, directory, onPart, ffmpegPath = 'ffmpeg', redactor = processRedactor } = this.#options;
    const startedAt = new Date();
    const file = join(directory, `${startedAt.toISOString().replaceAll(/[-:.]/g, '')}.mp4`);
    this.#grewAtMs = performance.now();
    this.#partBytes = 0;
    const info = (progress: PartProgress, endedAt: Date | null): RecordingPartInfo => {
      const mediaStartMs = Math.round(((progress.beginPts ?? ORIGIN_PTS) - ORIGIN_PTS) / 90);
      return {
        file,
        startedAt,
        mediaStartMs,
        mediaEndMs: mediaStartMs + progress.durationMs,
        bytes: progress.bytes,
        endedAt,
      };
    };
    const opened = ++this.#opened;
    let bytes = 0;
    try {
      mkdirSync(directory, { recursive: true });
      // What fell below the floor begins again with some room above it, else every few seconds for seconds.
      const { endBelow, beginAbove } = this.#floor;
      if (diskSpace(directory).freeBytes < (this.#failures > 0 ? beginAbove : endBelow)) throw NO_ROOM;
      this.#part = new RecordingPart(file, hub, ffmpegPath, redactor, {
        onProgress: (progress) => {
          if (progress.beginPts !== null) onPart?.(info(progress, null));
          if (opened === this.#opened && progress.bytes > bytes) this.#grew(progress.bytes);
          bytes = progress.bytes;
        },
        onGone: (progress, lines) => {
          this.#doneBytes += progress.bytes;
          if (progress.beginPts !== null) onPart?.(info(progress, new Date()));
          if (opened === this.#opened && this.#part) this.#lost(lines.join('\n'));
        },
      });
    } catch (error) {
      this.#lost(error);
    }
  }

  #grew(bytes: number): void {
    this.#partBytes = bytes;
    this.#grewAtMs = performance.now();
    this.#failures = 0;
    if (this.#health.state !== 'live') this.#health.become('live', null);
    else if (performance.now() - this.#reportedAtMs > CHECK_EVERY_MS) this.#report();
  }

  #lost(why: unknown): void {
    this.#part = null;
    this.#partBytes = 0;
    this.#failures++;
    this.#health.become(this.#failures > 1 ? 'failed' : 'reconnecting', SENTENCES[diskFailureOf(why)]);
    this.#retry = setTimeout(
      () => {
        this.#retries++;
        this.#open();
      },
      backoffMs(this.#failures - 1, RETRY),
    );
  }

  #check(): void {
    const now = performance.now();
    // Nothing grows while the encoder gives nothing; the disk may be well, and the new part waits for its
    // keyframe.
    if (this.#part && this.#health.state === 'live' && now - this.#grewAtMs > STALLED_MS) this.#part.kill();
    if (this.#health.state !== 'live' || now - this.#diskAtMs < DISK_EVERY_MS) return;
    this.#diskAtMs = now;
    try {
      const { freeBytes, used } = diskSpace(this.#options.directory);
      if (freeBytes < this.#floor.endBelow) {
        this.#close();
        this.#lost(NO_ROOM);
        return;
      }
      const alert = NEARLY_FULL.find((percent) => used * 100 >= percent);
      const verdict = alert ? `The disk is more than ${alert} % full. Make room soon.` : null;
      if (verdict !== this.#health.verdict) this.#health.become('live', verdict);
    } catch {
      // Where free space cannot be read, writing shows whether there is any.
    }
  }

  #report(): void {
    this.#reportedAtMs = performance.now();
    this.#options.onStatus?.(this.status());
  }
}
