import { MAX_SIDE, type CameraFrame } from '../inputs/frame-slot';
import type { Picture } from '../types';
import { columnTable, letterbox, type Rectangle, rowTable } from './scaling';
import { BLACK_LUMA, i420Bytes, NO_CHROMA, type Pixels, type Plane, planesOf, type Region } from './pixels';

interface Tables {
  /** Addresses. */
  rows: number;
  columns: number;
  near: boolean;
}

/**
 * How one size and turn of a source comes to the program's frame, with everything that can be worked out
 * ahead.
 */
interface Plan {
  place: Rectangle;
  /**
   * Size to scale to; before the turn, because the result is never larger than the source's share of the
   * frame.
   */
  scaled: { width: number; height: number };
  luma: Tables;
  chroma: Tables;
}

/** Sizes that are remembered; cameras of one production have a few, layers and congestion some more. */
const MAX_PLANS = 24;

/**
 * Brings camera frames to the program's size: turned upright, scaled, letterboxed; and fades them to black.
 */
export class Compositor {
  readonly #pixels: Pixels;
  readonly #width: number;
  readonly #height: number;
  readonly #output: Region;
  readonly #faded: Region;
  readonly #row: Region;
  readonly #line: Region;
  readonly #plans = new Map<string, Plan>();
  readonly #turned: Region;
  readonly #tableSpace: Region;
  #tablesUsed = 0;
  #source: Region;
  #latestFrame: CameraFrame | null = null;
  #barsOf: string | null = null;

  constructor(pixels: Pixels, width: number, height: number) {
    this.#pixels = pixels;
    this.#width = width;
    this.#height = height;
    const bytes = i420Bytes(width, height);
    this.#output = pixels.reserve(bytes);
    this.#faded = pixels.reserve(bytes);
    this.#row = pixels.reserve(MAX_SIDE);
    this.#line = pixels.reserve(MAX_SIDE);
    this.#source = pixels.reserve(bytes);
    this.#turned = pixels.reserve(bytes);
    this.#tableSpace = pixels.reserve(MAX_PLANS * this.#planBytes());
  }

  /**
   * The frame as a picture of the program's size. Valid until the next call; a frame that fits already is
   * passed on as it is.
   */
  place(frame: CameraFrame): Picture {
    if (frame.rotation === 0 && frame.width === this.#width && frame.height === this.#height) return frame;
    if (frame !== this.#latestFrame) {
      this.#draw(frame);
      this.#latestFrame = frame;
    }
    return { width: this.#width, height: this.#height, data: this.#output.bytes() };
  }

  /** The picture at `level` (0 black, 1 untouched). Valid until the next call. */
  fade(picture: Picture, level: number): Picture {
    if (level >= 1) return picture;
    const weight = Math.max(0, Math.round(level * 256));
    const luma = this.#width * this.#height;
    const to = this.#faded;
    const from = this.#source;
    from.bytes().set(picture.data.subarray(0, to.length));
    // The last vector of the luma may spill into the chroma, which is written after it.
    this.#pixels.run.fadeBytes(to.address, from.address, luma, BLACK_LUMA, weight);
    this.#pixels.run.fadeBytes(to.address + luma, from.address + luma, to.length - luma, NO_CHROMA, weight);
    return { width: this.#width, height: this.#height, data: to.bytes() };
  }

  #draw(frame: CameraFrame): void {
    const plan = this.#planFor(frame);
    this.#clearBars(plan);
    const bytes = i420Bytes(frame.width, frame.height);
    // At least doubled, so that sizes that creep up never use more than twice the largest.
    if (this.#source.length < bytes)
      this.#source = this.#pixels.reserve(Math.max(bytes, this.#source.length * 2));
    this.#source.bytes().set(frame.data.subarray(0, bytes));
    const from = planesOf(frame.width, frame.height);
    const to = planesOf(this.#width, this.#height);
    from.forEach((plane, i) => this.#drawPlane(frame, plan, plane, to[i] ?? to[0]));
  }

  #drawPlane(frame: CameraFrame, plan: Plan, from: Plane, to: Plane): void {
    const { run } = this.#pixels;
    const halve = from.chroma ? 2 : 1;
    const target =
      this.#output.address + to.offset + (plan.place.y / halve) * to.width + plan.place.x / halve;
    const width = plan.scaled.width / halve;
    const height = plan.scaled.height / halve;
    const tables = from.chroma ? plan.chroma : plan.luma;
    const turn = frame.rotation !== 0;
    run.scalePlane(
      this.#source.address + from.offset,
      from.width,
      turn ? this.#turned.address : target,
      turn ? width : to.width,
      width,
      height,
      tables.rows,
      tables.columns,
      tables.near ? 1 : 0,
      this.#row.address,
      this.#line.address,
    );
    if (turn) run.rotatePlane(this.#turned.address, width, height, target, to.width, frame.rotation);
  }

  #clearBars(plan: Plan): void {
    const { x, y, width, height } = plan.place;
    const bars = `${x},${y},${width},${height}`;
    if (bars === this.#barsOf) return;
    this.#barsOf = bars;
    for (const plane of planesOf(this.#width, this.#height)) {
      const value = plane.chroma ? NO_CHROMA : BLACK_LUMA;
      this.#pixels.run.fillPlane(
        this.#output.address + plane.offset,
        plane.width,
        plane.width,
        plane.height,
        value,
      );
    }
  }

  #planFor(frame: CameraFrame): Plan {
    const key = `${frame.width}x${frame.height}/${frame.rotation}`;
    const known = this.#plans.get(key);
    if (known) return known;
    if (this.#plans.size === MAX_PLANS) this.#forgetPlans();
    const sideways = frame.rotation === 90 || frame.rotation === 270;
    const upright = sideways ? { width: frame.height, height: frame.width } : frame;
    const place = letterbox(upright, { width: this.#width, height: this.#height });
    const scaled = sideways ? { width: place.height, height: place.width } : place;
    const plan: Plan = {
      place,
      scaled: { width: scaled.width, height: scaled.height },
      luma: this.#tables(frame.width, frame.height, scaled.width, scaled.height),
      chroma: this.#tables(
        Math.ceil(frame.width / 2),
        Math.ceil(frame.height / 2),
        scaled.width / 2,
        scaled.height / 2,
      ),
    };
    this.#plans.set(key, plan);
    return plan;
  }

  #tables(fromWidth: number, fromHeight: number, toWidth: number, toHeight: number): Tables {
    const rows = rowTable(fromHeight, toHeight, fromWidth);
    const { near, bytes } = columnTable(fromWidth, toWidth);
    return {
      rows: this.#store(new Uint8Array(rows.buffer)),
      columns: this.#store(bytes),
      near,
    };
  }

  #store(bytes: Uint8Array): number {
    const at = this.#tablesUsed;
    this.#tableSpace.bytes().set(bytes, at);
    this.#tablesUsed += Math.ceil(bytes.length / 16) * 16;
    return this.#tableSpace.address + at;
  }

  #forgetPlans(): void {
    this.#plans.clear();
    this.#tablesUsed = 0;
  }

  /**
   * Eight bytes a row or column, 7 or 8 of them in fact, once for luma and half for chroma; the rest is
   * rounding.
   */
  #planBytes(): number {
    return (this.#width + this.#height) * 8 * 1.5 + 512;
  }
}
