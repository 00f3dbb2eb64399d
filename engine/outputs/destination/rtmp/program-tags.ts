import { Writable } from 'node:stream';
import { TsDemuxer } from '../../ts-demuxer';
import type { TsFeed, TsHub } from '../../ts-hub';
import { TagMaker, type Tag } from './tags';

/** As in the hub: a stream without keyframes must not fill the memory. */
const MAX_PRIME_BYTES = 8 * 1024 * 1024;

/** Takes the program apart once for all RTMP destinations, and only while there is one. */
export class ProgramTags {
  readonly #hub: TsHub;
  readonly #listeners = new Set<(tag: Tag) => void>();
  #maker = new TagMaker();
  readonly #demuxer: TsDemuxer;
  #feed: TsFeed | null = null;
  #forgetRun: (() => void) | null = null;
  #prime: Tag[] = [];
  #primeBytes = 0;

  constructor(hub: TsHub) {
    this.#hub = hub;
    this.#demuxer = new TsDemuxer(
      (unit) => this.#maker.make(unit).forEach((tag) => this.#give(tag)),
      (time) => hub.unwrap(time),
    );
  }

  /**
   * Gives `listener` what there is since the last keyframe, in this call, and then everything as it comes. It
   * must return fast and never throw.
   *
   * @returns the function that stops it
   */
  subscribe(listener: (tag: Tag) => void): () => void {
    if (this.#listeners.size === 0) this.#attach();
    for (const tag of this.#prime) listener(tag);
    this.#listeners.add(listener);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#detach();
    };
  }

  #attach(): void {
    this.#forgetRun = this.#hub.onRun(() => {
      this.#demuxer.reset();
      this.#clear();
    });
    const sink = new Writable({
      highWaterMark: 2 * MAX_PRIME_BYTES,
      write: (packets: Buffer, _encoding, done) => {
        this.#demuxer.push(packets);
        done();
      },
    });
    this.#feed = this.#hub.feed(sink, 2 * MAX_PRIME_BYTES);
  }

  #detach(): void {
    this.#feed?.close();
    this.#forgetRun?.();
    this.#feed = this.#forgetRun = null;
    this.#demuxer.reset();
    this.#maker = new TagMaker();
    this.#clear();
  }

  #give(tag: Tag): void {
    if (tag.keyframe) this.#clear();
    if (tag.keyframe || this.#prime.length > 0) {
      this.#prime.push(tag);
      this.#primeBytes += tag.body.length;
      if (this.#primeBytes > MAX_PRIME_BYTES) this.#clear();
    }
    for (const listener of [...this.#listeners]) listener(tag);
  }

  #clear(): void {
    this.#prime = [];
    this.#primeBytes = 0;
  }
}
