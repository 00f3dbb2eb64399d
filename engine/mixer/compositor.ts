import type { TimedTransition } from '../../contract/program';
import type { Cell } from '../../core/layout';
import type { CameraFrame } from '../inputs/frame-slot';
import type { Picture } from '../types';
import { BLACK, PicturePainter } from './picture-painter';
import { i420Bytes, type Pixels, type Region } from './pixels';
import { overlap, type Size, uncovered } from './scaling';
import { TransitionPainter } from './transitions';

export interface PlacedPicture {
  frame: CameraFrame;
  cell: Cell;
  /** 0 to 1, of a cell that comes or goes; 1 where it is left out. */
  opacity?: number | undefined;
}

/** A picture that is drawn in the module's memory, and what was drawn there last. */
interface Canvas {
  region: Region;
  picture: Picture;
  pictures: readonly PlacedPicture[];
  backdrop: Picture | null;
}

/** A picture from outside, copied into the module's memory. */
interface Copy {
  region: Region;
  of: Picture | null;
}

type Use = 'from' | 'to' | 'backdrop';

/**
 * Makes pictures of the program's size: camera frames in the cells of a layout, what is between two pictures,
 * and a picture on its way to black. What it returns is I420, limited range.
 *
 * Camera frames, backdrops and pictures from outside are known by identity: the same object has to mean the
 * same pixels. Memory for a kind of work is taken when it is done for the first time.
 */
export class Compositor {
  readonly #pixels: Pixels;
  readonly #size: Size;
  readonly #bytes: number;
  readonly #painter: PicturePainter;
  readonly #transitions: TransitionPainter;
  readonly #canvases = new Map<string, Canvas>();
  readonly #copies = new Map<Use, Copy>();
  /** Pictures that lie in the module's memory. */
  readonly #own = new WeakMap<Picture, Region>();

  constructor(pixels: Pixels, width: number, height: number) {
    this.#pixels = pixels;
    this.#size = { width, height };
    this.#bytes = i420Bytes(width, height);
    this.#painter = new PicturePainter(pixels, this.#size);
    this.#transitions = new TransitionPainter(pixels, this.#painter, this.#size);
  }

  /**
   * The frame as a picture of the program's size, letterboxed on black. Valid until the next call; a frame
   * that fits already is passed on as it is.
   */
  place(frame: CameraFrame): Picture {
    if (frame.rotation === 0 && frame.width === this.#size.width && frame.height === this.#size.height)
      return frame;
    const canvas = this.#canvas('place');
    const before = canvas.pictures[0]?.frame;
    if (before !== frame) {
      const cell: Cell = { x: 0, y: 0, ...this.#size, fit: 'fit', border: 0, borderColor: '#000000' };
      this.#painter.draw(canvas.region, frame, cell, sameShape(before, frame));
      canvas.pictures = [{ frame, cell }];
    }
    return canvas.picture;
  }

  /**
   * Draws pictures one after the other; the backdrop, of the program's size, is where no cell is. Valid until
   * the next call for the same slot: there are two, because a transition needs two pictures at once. What has
   * not changed since is not drawn again.
   */
  compose(pictures: readonly PlacedPicture[], backdrop: Picture, slot: 'from' | 'to'): Picture {
    const canvas = this.#canvas(slot);
    const placed = pictures.map((one) => ({ ...one, cell: this.#inside(one.cell) }));
    const known =
      canvas.backdrop === backdrop && !this.#own.has(backdrop) && sameCells(canvas.pictures, placed);
    if (!known) this.#drawBackdrop(canvas.region, placed, backdrop);
    const drawn: Cell[] = [];
    placed.forEach((one, i) => {
      const before = known && !drawn.some((below) => overlap(below, one.cell)) && canvas.pictures[i]?.frame;
      if (before === one.frame) return;
      this.#draw(canvas.region, one, before !== false && sameShape(before, one.frame));
      drawn.push(one.cell);
    });
    canvas.pictures = placed;
    canvas.backdrop = backdrop;
    return canvas.picture;
  }

  /** A copy that stays as it is. */
  hold({ width, height, data }: Picture): Picture {
    return { width, height, data: data.slice(0, this.#bytes) };
  }

  /**
   * What is between two pictures of the program's size; `share` 0 is `from`, 1 is `to`, and these are
   * returned as they are. Valid until the next call.
   */
  blend(from: Picture, to: Picture, transition: TimedTransition, share: number): Picture {
    if (!(share > 0)) return from;
    if (share >= 1) return to;
    const canvas = this.#canvas('blend');
    const regions = {
      target: canvas.region,
      from: this.#inMemory(from, 'from'),
      to: this.#inMemory(to, 'to'),
    };
    this.#transitions.draw(regions, transition, share);
    return canvas.picture;
  }

  /** A copy in the module's memory, to be drawn on. Valid until the next call. */
  draft(picture: Picture): { picture: Picture; region: Region } {
    const canvas = this.#canvas('draft');
    const own = this.#own.get(picture);
    canvas.region.bytes().set(own ? own.bytes() : picture.data.subarray(0, this.#bytes));
    return canvas;
  }

  /** Darkens a draft; `level` 0 is black. */
  darken({ region }: { region: Region }, level: number): void {
    this.#transitions.fade(region, region, BLACK, level);
  }

  /** The picture at `level` (0 black, 1 untouched). Valid until the next call. */
  fade(picture: Picture, level: number): Picture {
    if (level >= 1) return picture;
    const canvas = this.#canvas('fade');
    this.#transitions.fade(canvas.region, this.#inMemory(picture, 'from'), BLACK, level);
    return canvas.picture;
  }

  #draw(target: Region, { frame, cell, opacity = 1 }: PlacedPicture, isFramed: boolean): void {
    if (cell.width < 2 || cell.height < 2 || !(opacity > 0)) return;
    if (opacity >= 1) {
      this.#painter.draw(target, frame, cell, isFramed);
      return;
    }
    const { region } = this.#canvas('layer');
    this.#painter.draw(region, frame, cell);
    this.#painter.overlay(target, region, cell, opacity);
  }

  #drawBackdrop(target: Region, placed: readonly PlacedPicture[], backdrop: Picture): void {
    const opaque = placed.filter(({ opacity = 1 }) => opacity >= 1).map(({ cell }) => cell);
    const seen = uncovered({ x: 0, y: 0, ...this.#size }, opaque);
    if (seen.length === 0) return;
    const source = this.#inMemory(backdrop, 'backdrop');
    for (const part of seen) this.#painter.copy(target, source, part);
  }

  /** Even and inside the picture, whatever the caller made of it: what is outside of it is other memory. */
  #inside(cell: Cell): Cell {
    const [x, width] = within(cell.x, cell.width, this.#size.width);
    const [y, height] = within(cell.y, cell.height, this.#size.height);
    return { ...cell, x, y, width, height };
  }

  #inMemory(picture: Picture, use: Use): Region {
    const own = this.#own.get(picture);
    if (own) return own;
    let copy = this.#copies.get(use);
    if (!copy) {
      copy = { region: this.#pixels.reserve(this.#bytes), of: null };
      this.#copies.set(use, copy);
    }
    if (copy.of !== picture) copy.region.bytes().set(picture.data.subarray(0, this.#bytes));
    copy.of = picture;
    return copy.region;
  }

  #canvas(use: string): Canvas {
    const known = this.#canvases.get(use);
    if (known) return known;
    const region = this.#pixels.reserve(this.#bytes);
    // The memory may grow while somebody has the picture: its bytes are then elsewhere.
    const picture = {
      ...this.#size,
      get data() {
        return region.bytes();
      },
    };
    this.#own.set(picture, region);
    const canvas: Canvas = { region, picture, pictures: [], backdrop: null };
    this.#canvases.set(use, canvas);
    return canvas;
  }
}

function within(start: number, length: number, limit: number): [start: number, length: number] {
  const first = Math.floor(Math.max(0, Math.min(limit, start)) / 2) * 2;
  const end = Math.floor(Math.max(first, Math.min(limit, start + length)) / 2) * 2;
  return [first, end - first];
}

function sameShape(a: CameraFrame | undefined, b: CameraFrame): boolean {
  return a?.width === b.width && a.height === b.height && a.rotation === b.rotation;
}

/** Whether pictures lie as others do, all opaque, so that each can be drawn again by itself. */
function sameCells(before: readonly PlacedPicture[], now: readonly PlacedPicture[]): boolean {
  if (before.length !== now.length) return false;
  return now.every((one, i) => {
    const old = before[i];
    if (!old || (one.opacity ?? 1) < 1 || (old.opacity ?? 1) < 1) return false;
    const { x, y, width, height, fit, border, borderColor } = old.cell;
    return (
      x === one.cell.x &&
      y === one.cell.y &&
      width === one.cell.width &&
      height === one.cell.height &&
      fit === one.cell.fit &&
      border === one.cell.border &&
      borderColor === one.cell.borderColor
    );
  });
}
