import {
  isRandomAccess,
  pidOf,
  ProgramTables,
  PTS_HZ,
  ptsBetween,
  ptsOf,
  startsUnit,
  TS_PACKET,
} from '../ts-packets';

/** A keyframe may be a picture or two off the full second. */
const TOLERANCE_S = 0.1;
/**
 * Seven times two seconds of the highest rate we encode; a stream without keyframes must not fill the memory.
 */
const MAX_SEGMENT_BYTES = 16 * 1024 * 1024;

/** One piece of the program that plays alone: program tables, then a keyframe. Whole packets. */
export interface Segment {
  data: Buffer;
  /** PTS (90 kHz) of its first picture. */
  beginPts: number;
  durationS: number;
  /** Something is missing between the one before and this one, though both are of one run of the encoder. */
  gap: boolean;
}

interface Open {
  beginPts: number;
  parts: Buffer[];
  bytes: number;
}

/**
 * Cuts one run of the encoder's transport stream into segments at random access points. Knows no disk and no
 * clock.
 */
export class Segmenter {
  readonly #targetS: number;
  readonly #onSegment: (segment: Segment) => void;
  #open: Open | null = null;
  #gap = false;
  #tables = new ProgramTables();
  #lastPts: number | null = null;
  /** Length of one picture, in ticks of the PTS clock. */
  #picture = 0;

  /** @param targetS segments are at least this long, and end with the next keyframe */
  constructor(targetS: number, onSegment: (segment: Segment) => void) {
    this.#targetS = targetS;
    this.#onSegment = onSegment;
  }

  /**
   * Whole packets, tables first: as a feed of the hub gives them. What comes before the first keyframe is
   * left out.
   */
  push(packets: Buffer): void {
    let from = 0;
    for (let at = 0; at + TS_PACKET <= packets.length; at += TS_PACKET) {
      if (
        this.#tables.read(packets, at) ||
        pidOf(packets, at) !== this.#tables.videoPid ||
        !startsUnit(packets, at)
      )
        continue;
      const pts = ptsOf(packets, at);
      if (pts === null) continue;
      if (isRandomAccess(packets, at) && this.#isDue(pts)) {
        this.#take(packets.subarray(from, at));
        from = at;
        this.#close(pts);
        this.#open = { beginPts: pts, parts: [...this.#tables.packets()], bytes: 0 };
      }
      if (this.#lastPts !== null) this.#picture = ptsBetween(this.#lastPts, pts);
      this.#lastPts = pts;
    }
    this.#take(packets.subarray(from));
  }

  /** The run is over: what there is becomes a last, shorter segment. */
  end(): void {
    if (this.#lastPts !== null) this.#close(this.#lastPts + this.#picture);
    this.#lastPts = null;
    this.#tables = new ProgramTables();
    this.#gap = false;
  }

  #isDue(pts: number): boolean {
    if (!this.#open) return true;
    return ptsBetween(this.#open.beginPts, pts) >= (this.#targetS - TOLERANCE_S) * PTS_HZ;
  }

  #take(packets: Buffer): void {
    if (!this.#open || packets.length === 0) return;
    this.#open.parts.push(packets);
    this.#open.bytes += packets.length;
    if (this.#open.bytes <= MAX_SEGMENT_BYTES) return;
    this.#open = null;
    this.#gap = true;
  }

  #close(endPts: number): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    this.#onSegment({
      data: Buffer.concat(open.parts),
      beginPts: open.beginPts,
      durationS: ptsBetween(open.beginPts, endPts) / PTS_HZ,
      gap: this.#gap,
    });
    this.#gap = false;
  }
}
