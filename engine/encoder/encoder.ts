import { randomInt } from 'node:crypto';
import { constants } from 'node:os';
import type { EncodingProfile } from '../../contract/encoding';
import { AUDIO_CHANNELS, AUDIO_RATE_HZ } from '../../core/encoding';
import { redactor as processRedactor, type Redactor } from '../redact';
import type { Picture, ProgramSink } from '../types';
import type { RtpPorts } from './args';
import { type Backoff, backoffMs } from '../../core/time/backoff';
import { giveWay } from '../child-processes';
import { cpuMsOf, FfmpegRun, RunWatch } from './encoder-run';

/** A fixed number of picture buffers: what bounds the memory of an encoder that does not read. */
export class FramePool {
  readonly #free: Buffer[] = [];
  readonly #bytes: number;
  #toMake: number;

  constructor(count: number, bytes: number) {
    this.#toMake = count;
    this.#bytes = bytes;
  }

  /**
   * A copy of `data` (exactly the pool's size), or null while all buffers are out. @throws RangeError on
   * another size
   */
  take(data: Uint8Array): Buffer | null {
    if (data.byteLength !== this.#bytes) {
      throw new RangeError(`a picture of ${data.byteLength} bytes where ${this.#bytes} are encoded`);
    }
    let frame = this.#free.pop();
    if (!frame) {
      if (this.#toMake === 0) return null;
      this.#toMake--;
      frame = Buffer.allocUnsafeSlow(this.#bytes);
    }
    frame.set(data);
    return frame;
  }

  give(frame: Buffer): void {
    this.#free.push(frame);
  }
}

/**
 * Media time of tick 0 in seconds. Not zero, because sound encoders begin a little before their first sample
 * and MPEG-TS has no times below zero.
 */
export const MEDIA_ORIGIN_S = 1;
/**
 * How much later than it was given sound is stamped. ffmpeg takes a picture only when it has sound up to the
 * same time, and its sound encoders are some 50 ms behind; with this lead a picture leaves 13 ms after it was
 * given (median) and not 73. The caller gives pictures as much later.
 */
export const SOUND_LEAD_MS = 60;
/** Pictures that may wait for ffmpeg. Three cover a hiccup of 100 ms; more would only be delay. */
const PICTURES_WAITING = 3;
const MAX_SOUND_WAITING_BYTES = AUDIO_RATE_HZ * AUDIO_CHANNELS * 2;
const CHECK_EVERY_MS = 100;
const FINISH_MS = 2_000;
/**
 * A run shorter than this did not work; after it the next one waits, so that a missing ffmpeg is not started
 * 100 times a second.
 */
const SHORT_RUN_MS = 1_500;
const RETRY: Backoff = { firstMs: 250, capMs: 1_000, least: 1 };

export interface EncoderFailure {
  reason: 'died' | 'hung';
  /** The last lines of ffmpeg, redacted. */
  lines: readonly string[];
}

/** A new ffmpeg begins: whatever comes out from now on is a new transport stream on the same media time. */
export interface EncoderRunInfo {
  startTick: number;
  mediaStartS: number;
}

export interface EncoderOptions {
  profile: EncodingProfile;
  /** The first tick that will come, 0 by default: earlier ticks are not filled. */
  firstTick?: number;
  /** Whole or partial TS packets, as they come out of the pipe. Must return fast. */
  onTs: (chunk: Buffer) => void;
  onRun?: (run: EncoderRunInfo) => void;
  onFailure?: (failure: EncoderFailure) => void;
  /** For the WHIP publisher; without it no Opus is made. */
  rtp?: RtpPorts | null;
  /** Positive: sound later than the picture; measured for each kind of input. */
  soundOffsetMs?: number;
  ffmpegPath?: string;
  redactor?: Redactor;
  /** For no show: it gives way to those that are on the air. */
  givesWay?: boolean;
}

export interface EncoderStats {
  runs: number;
  /** Pictures accepted from the mixer, refused under back-pressure, and given up with a dead ffmpeg. */
  accepted: number;
  refused: number;
  bytesOut: number;
  lastBytesAtMs: number | null;
  pid: number | undefined;
}

/**
 * The program's one encoder. Takes pictures (I420 of the profile's size) and sound by tick, keeps both in
 * step whatever happens to ffmpeg, and starts a new ffmpeg when the old one is dead or without output. Media
 * time is `tick / fps` throughout.
 */
export class Encoder implements ProgramSink {
  readonly #options: EncoderOptions;
  readonly #pool: FramePool;
  readonly #samplesPerTick: number;
  readonly #watch: RunWatch;
  #run: FfmpegRun | null = null;
  #stopped = true;
  #checks: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #nextPicture = 0;
  #nextSound = 0;
  #lastTick: number;
  #hung = false;
  #shortRuns = 0;
  #startedAtMs = 0;
  #ssrc = randomInt(1, 2 ** 30);
  #stats = { runs: 0, accepted: 0, refused: 0, bytesOut: 0, lastBytesAtMs: null as number | null };

  constructor(options: EncoderOptions) {
    this.#options = options;
    const { width, height, fps } = options.profile;
    this.#pool = new FramePool(PICTURES_WAITING, (width * height * 3) / 2);
    this.#samplesPerTick = AUDIO_RATE_HZ / fps;
    this.#lastTick = (options.firstTick ?? 0) - 1;
    this.#watch = new RunWatch(fps, () => cpuMsOf(this.#run?.pid ?? NaN));
  }

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#checks = setInterval(() => this.#check(), CHECK_EVERY_MS);
    this.#spawn();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#checks);
    clearTimeout(this.#restart);
    await this.#run?.finish(FINISH_MS);
    this.#run = null;
  }

  stats(): EncoderStats {
    return { ...this.#stats, pid: this.#run?.pid };
  }

  /** @returns false while ffmpeg cannot take more: offer the same tick again later, with its sound */
  writePicture(picture: Picture, tick: number): boolean {
    this.#lastTick = Math.max(this.#lastTick, tick);
    const run = this.#run;
    if (!run) return true;
    this.#watch.offered();
    // A tick that was left out is filled with this picture: raw video has no timestamps, a hole would shift
    // it against its sound.
    while (this.#nextPicture <= tick) {
      const frame = this.#pool.take(picture.data);
      if (!frame) {
        this.#stats.refused++;
        return false;
      }
      run.writePicture(frame, () => this.#pool.give(frame));
      this.#nextPicture++;
    }
    this.#stats.accepted++;
    return true;
  }

  /**
   * @returns false when a second of sound already waits; what is missing then becomes silence, in step with
   * the picture
   */
  writeSound(samples: Int16Array, tick: number): boolean {
    this.#lastTick = Math.max(this.#lastTick, tick);
    const run = this.#run;
    if (!run || tick < this.#nextSound) return true;
    if (run.soundWaiting > MAX_SOUND_WAITING_BYTES) return false;
    const missing = tick - this.#nextSound;
    if (missing > 0) run.writeSound(Buffer.alloc(missing * this.#samplesPerTick * AUDIO_CHANNELS * 2));
    run.writeSound(Buffer.from(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)));
    this.#nextSound = tick + 1;
    return true;
  }

  #spawn(): void {
    if (this.#stopped) return;
    const { profile, rtp = null, soundOffsetMs = 0, ffmpegPath = 'ffmpeg' } = this.#options;
    // Two ticks on, so that the first sound of this run cannot lie before the last of the run before.
    const startTick = this.#stats.runs === 0 ? this.#lastTick + 1 : this.#lastTick + 2;
    const startS = MEDIA_ORIGIN_S + startTick / profile.fps;
    this.#nextPicture = this.#nextSound = startTick;
    this.#hung = false;
    this.#startedAtMs = performance.now();
    this.#stats.runs++;
    this.#watch.begin();
    const settings = { profile, rtp, soundOffsetMs, startS, startTick, ssrc: this.#ssrc++ };
    this.#options.onRun?.({ startTick, mediaStartS: startS });
    const run = new FfmpegRun(settings, ffmpegPath, this.#options.redactor ?? processRedactor, {
      onTs: (chunk) => {
        if (this.#run !== run) return;
        this.#stats.bytesOut += chunk.length;
        this.#stats.lastBytesAtMs = performance.now();
        this.#watch.gave();
        this.#options.onTs(chunk);
      },
      onGone: () => this.#gone(run),
    });
    if (this.#options.givesWay) giveWay(run.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    this.#run = run;
  }

  #gone(run: FfmpegRun): void {
    if (this.#run !== run || this.#stopped) return;
    this.#run = null;
    this.#options.onFailure?.({ reason: this.#hung ? 'hung' : 'died', lines: run.lastLines });
    const short = performance.now() - this.#startedAtMs < SHORT_RUN_MS;
    this.#shortRuns = short ? this.#shortRuns + 1 : 0;
    if (this.#shortRuns === 0) this.#spawn();
    else this.#restart = setTimeout(() => this.#spawn(), backoffMs(this.#shortRuns - 1, RETRY));
  }

  #check(): void {
    const run = this.#run;
    if (!run || this.#hung || !this.#watch.isHung(run.picturesTaken)) return;
    this.#hung = true;
    run.kill();
  }
}
