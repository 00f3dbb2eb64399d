import { Writable } from 'node:stream';
import type { Output, OutputStatus } from '../../types';
import { diskFailureOf, type DiskFailure } from '../disk';
import { OutputHealth } from '../output-health';
import type { TsFeed, TsHub } from '../ts-hub';
import { HlsFolder } from './folder';
import {
  emptyPlaylist,
  nextSequence,
  type Playlist,
  readPlaylist,
  WallClock,
  withEntry,
  writePlaylist,
} from './playlist';
import { type Segment, Segmenter } from './segmenter';
import { withTimeout } from '../../../core/time/with-timeout';

/** Two keyframe intervals: what Apple's guide and hls.js agree on for a delay of some six seconds. */
const SEGMENT_S = 2;
const PLAYLIST_LENGTH = 8;
/** RFC 8216, 6.2.2: a segment stays for a playlist's length after it has left it. */
const KEPT_SEGMENTS = 2 * PLAYLIST_LENGTH + 4;
/** Segments that may wait for a slow disk; with more of them waiting a new one is left out. */
const MAX_WAITING = 3;
/** A disk that has taken nothing for so long is shown to the crew. */
const STUCK_MS = 3 * SEGMENT_S * 1000;
/** The sink takes at once, so this is never reached. */
const MAX_QUEUE_BYTES = 8 * 1024 * 1024;
const STOP_MS = 3_000;

const SENTENCES: Record<DiskFailure, string> = {
  full: 'The disk is full: viewers without WebRTC get no picture. Make room; it comes back automatically. The other outputs are not affected.',
  forbidden: 'The folder hls in DATA_DIR cannot be written to. Check its owner and rights.',
  other: 'A piece for viewers without WebRTC could not be written. It is tried again automatically.',
};
const SLOW =
  'The disk is too slow for the pieces that viewers without WebRTC get. The other outputs are not affected.';

export interface HlsOptions {
  id: string;
  hub: TsHub;
  /** Of this stream: `<data>/hls/<eventId>/<streamId>`. */
  directory: string;
  /**
   * Number of the first segment where nothing is there to go on from. Above every number this stream has had,
   * so that players go on when another machine takes over.
   */
  firstSequence: number;
  onStatus?: (status: OutputStatus) => void;
}

/**
 * The program as HLS, written by this process itself: two-second segments and a playlist of the last eight.
 * It begins a discontinuity after each restart of the encoder, and continues where another engine stopped.
 */
export class HlsOutput implements Output {
  readonly id: string;
  readonly #options: HlsOptions;
  readonly #folder: HlsFolder;
  readonly #clock = new WallClock();
  #segmenter: Segmenter;
  #feed: TsFeed | null = null;
  #playlist: Playlist | null = null;
  /** The playlist as this process wrote it last: another text there is another engine's. */
  #written: string | null = null;
  #discontinuity = false;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #workingSinceMs = 0;
  readonly #health = new OutputHealth(() => this.#options.onStatus?.(this.status()));
  #bytes = 0;
  #retries = 0;
  #unlisten: () => void = () => undefined;

  constructor(options: HlsOptions) {
    this.#options = options;
    this.id = options.id;
    this.#folder = new HlsFolder(options.directory, KEPT_SEGMENTS);
    this.#segmenter = new Segmenter(SEGMENT_S, (segment) => this.#onSegment(segment));
  }

  start(): void {
    if (this.#health.state !== 'off') return;
    this.#health.become('connecting', null);
    this.#unlisten = this.#options.hub.onRun(() => this.#nextRun());
    this.#open();
  }

  /** Stops writing; another engine, or this one later, may go on with the stream. */
  async stop(): Promise<void> {
    await this.#finish(false);
  }

  /** The stream is over: players play to its end and stop asking. */
  async end(): Promise<void> {
    await this.#finish(true);
  }

  status(): OutputStatus {
    const stuck = this.#waiting > 0 && performance.now() - this.#workingSinceMs > STUCK_MS;
    const status = this.#health.status(this.#bytes, this.#retries);
    return stuck ? { ...status, state: 'stalled', sinceMs: this.#workingSinceMs, verdict: SLOW } : status;
  }

  #open(): void {
    const sink = new Writable({
      write: (packets: Buffer, _encoding, done) => {
        this.#segmenter.push(packets);
        done();
      },
    });
    this.#feed = this.#options.hub.feed(sink, MAX_QUEUE_BYTES);
  }

  /** The encoder restarts: with it times, tables and the first keyframe. */
  #nextRun(): void {
    this.#feed?.close();
    this.#segmenter.end();
    this.#discontinuity = true;
    this.#clock.reset();
    this.#open();
  }

  async #finish(over: boolean): Promise<void> {
    if (this.#health.state === 'off') return;
    this.#unlisten();
    this.#feed?.close();
    this.#feed = null;
    this.#segmenter.end();
    this.#health.become('off', null);
    if (over) this.#do(() => this.#writeEnd());
    await withTimeout(STOP_MS, this.#work, 'writing the end').catch(() => undefined);
  }

  #onSegment(segment: Segment): void {
    const discontinuity = this.#discontinuity || segment.gap;
    this.#discontinuity = false;
    if (this.#waiting >= MAX_WAITING) {
      this.#discontinuity = true;
      return;
    }
    const at = this.#clock.dateOf(segment.beginPts, segment.durationS * 1000);
    this.#do(() => this.#write(segment, at, discontinuity));
  }

  /** One after the other. A failed write costs the segment and nothing else. */
  #do(work: () => Promise<void>): void {
    this.#waiting++;
    this.#work = this.#work.then(async () => {
      this.#workingSinceMs = performance.now();
      try {
        await work();
        if (this.#health.state !== 'off') this.#health.become('live', null);
      } catch (error) {
        this.#discontinuity = true;
        this.#written = null;
        this.#retries++;
        if (this.#health.state !== 'off') this.#health.become('failed', SENTENCES[diskFailureOf(error)]);
      }
      this.#waiting--;
    });
  }

  async #write({ data, durationS }: Segment, at: Date, discontinuity: boolean): Promise<void> {
    const { playlist, foreign } = await this.#present();
    const takenOver = foreign && playlist.entries.length > 0;
    // After `stop` another engine may write here: its playlist is left alone.
    if (takenOver && this.#health.state === 'off') return;
    const name = await this.#folder.writeSegment(nextSequence(playlist), data);
    const entry = { name, durationS, at, discontinuity: discontinuity || takenOver };
    await this.#publish(withEntry(playlist, entry, PLAYLIST_LENGTH));
    this.#bytes += data.length;
  }

  async #writeEnd(): Promise<void> {
    const { playlist } = await this.#present();
    if (playlist.entries.length > 0) await this.#publish({ ...playlist, ended: true });
  }

  async #publish(playlist: Playlist): Promise<void> {
    const text = writePlaylist(playlist);
    await this.#folder.publish(text);
    this.#playlist = playlist;
    this.#written = text;
  }

  /** The playlist to go on from: our own, or what another engine has written since. */
  async #present(): Promise<{ playlist: Playlist; foreign: boolean }> {
    if (this.#written === null) await this.#folder.open();
    const text = await this.#folder.playlist();
    if (this.#playlist && text === this.#written) return { playlist: this.#playlist, foreign: false };
    const found = text === null ? null : readPlaylist(text);
    const first = Math.max(this.#options.firstSequence, this.#playlist ? nextSequence(this.#playlist) : 0);
    return { playlist: found ?? emptyPlaylist(SEGMENT_S, first), foreign: true };
  }
}
