import type { Tag } from './tags';

/** What comes later than this is worth less than the pictures that are left out for it. */
const MAX_LAG_MS = 5_000;
/** Five seconds at 12 Mbit/s, twice what any platform takes; for a stream whose times do not move. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * What waits for one connection. Begins with a keyframe; when more waits than may, all up to the newest
 * keyframe is left out, so that what the receiver gets can always be decoded and is as new as its connection
 * allows.
 */
export class TagQueue {
  readonly #maxLagMs: number;
  readonly #maxBytes: number;
  #tags: Tag[] = [];
  #bytes = 0;
  #waiting = true;
  /** Tags left out because the connection was behind. */
  dropped = 0;

  constructor(maxLagMs = MAX_LAG_MS, maxBytes = MAX_BYTES) {
    this.#maxLagMs = maxLagMs;
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#tags.length;
  }

  /** Media time between the oldest and the newest that waits, ms. */
  get lagMs(): number {
    const [oldest] = this.#tags;
    return oldest ? ((this.#tags.at(-1)?.dts ?? oldest.dts) - oldest.dts) / 90 : 0;
  }

  /** @returns false when something had to be left out for it */
  push(tag: Tag): boolean {
    if (tag.keyframe) this.#waiting = false;
    if (this.#waiting) return true;
    this.#tags.push(tag);
    this.#bytes += tag.body.length;
    if (this.#bytes <= this.#maxBytes && this.lagMs <= this.#maxLagMs) return true;
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
