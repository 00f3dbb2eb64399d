import type { Tag } from './tags';

/** Five seconds of the default program: a connection that comes about in time loses nothing. */
export const MAX_QUEUE_BYTES = 2 * 1024 * 1024;

/**
 * What waits for one connection. Begins with a keyframe; when more waits than may, all up to the newest keyframe is left out, so
 * that what the receiver gets can always be decoded and is as new as its connection allows.
 */
export class TagQueue {
  #tags: Tag[] = [];
  #bytes = 0;
  #waiting = true;
  /** Tags left out because the connection was behind, and since when the last of them. */
  dropped = 0;

  constructor(private readonly maxBytes = MAX_QUEUE_BYTES) {}

  get length(): number {
    return this.#tags.length;
  }

  /** @returns false when something had to be left out for it */
  push(tag: Tag): boolean {
    if (tag.keyframe) this.#waiting = false;
    if (this.#waiting) return true;
    this.#tags.push(tag);
    this.#bytes += tag.body.length;
    if (this.#bytes <= this.maxBytes) return true;
    const newest = this.#tags.findLastIndex((one) => one.keyframe);
    // The newest keyframe is the first already: one group alone is too much, and the next one is waited for.
    const keep = newest > 0 ? this.#tags.slice(newest) : [];
    this.dropped += this.#tags.length - keep.length;
    this.#tags = keep;
    this.#bytes = keep.reduce((sum, { body }) => sum + body.length, 0);
    this.#waiting = keep.length === 0;
    return false;
  }

  shift(): Tag | undefined {
    const tag = this.#tags.shift();
    if (tag) this.#bytes -= tag.body.length;
    return tag;
  }
}
