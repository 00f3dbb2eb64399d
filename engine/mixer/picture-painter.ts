import type { Cell } from '../../core/layout';
import { MAX_SIDE, type CameraFrame } from '../inputs/frame-slot';
import { BLACK_LUMA, i420Bytes, NO_CHROMA, type Pixels, type Plane, planesOf, type Region } from './pixels';
import { cover, letterbox, type Rectangle, type Size, uncovered } from './scaling';
import { rgbaToI420 } from './slate';

/** One value for each plane. */
export type Color = readonly [y: number, u: number, v: number];

export const BLACK: Color = [BLACK_LUMA, NO_CHROMA, NO_CHROMA];

/** `#rrggbb` as I420 has it. */
export function colorOf(hex: string): Color {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) || 0);
  const { 0: y = 0, 4: u = 0, 5: v = 0 } = rgbaToI420(Uint8ClampedArray.of(...rgb, 255), 2, 2);
  return [y, u, v];
}

/** A rectangle as a plane has it: half of it for chroma. */
function partOf(plane: Plane, { x, y, width, height }: Rectangle): Rectangle {
  if (!plane.chroma) return { x, y, width, height };
  return { x: x / 2, y: y / 2, width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
}

/** Draws camera frames into cells of pictures of one size: turned upright, cropped, scaled, with a border. */
export class PicturePainter {
  readonly #pixels: Pixels;
  readonly #size: Size;
  readonly #planes: readonly Plane[];
  readonly #scratch: Region;
  readonly #turned: Region;
  #source: Region;
  #halved: Region;
  #copied: { frame: CameraFrame; top: number; bottom: number } | null = null;

  constructor(pixels: Pixels, size: Size) {
    this.#pixels = pixels;
    this.#size = size;
    this.#planes = planesOf(size.width, size.height);
    // See `scalePlane`.
    this.#scratch = pixels.reserve(MAX_SIDE + 64 + 7 * Math.max(size.width, size.height) + 56);
    this.#turned = pixels.reserve(size.width * size.height);
    this.#source = pixels.reserve(i420Bytes(size.width, size.height));
    this.#halved = pixels.reserve(Math.ceil(this.#source.length / 2));
  }

  /**
   * The frame in its cell, which lies inside the picture and is even; with black bars where it has `fit`.
   * Border and bars are left out where `isFramed` says that a frame of the same shape has brought them.
   */
  draw(target: Region, frame: CameraFrame, cell: Cell, isFramed = false): void {
    const thick = Math.floor(cell.border / 2) * 2;
    if (thick > 0 && !isFramed) this.#drawBorder(target, cell, thick);
    const inner = {
      x: cell.x + thick,
      y: cell.y + thick,
      width: cell.width - 2 * thick,
      height: cell.height - 2 * thick,
    };
    if (inner.width < 2 || inner.height < 2) return;
    if (this.#isWhole(frame, inner)) {
      target.bytes().set(frame.data.subarray(0, target.length));
      return;
    }
    const sideways = frame.rotation === 90 || frame.rotation === 270;
    const upright = sideways ? turned(frame) : frame;
    if (cell.fit === 'fill') {
      const part = cover(upright, inner);
      this.#scaleInto(target, frame, sideways ? turnedPart(part) : part, inner);
      return;
    }
    const place = letterbox(upright, inner);
    place.x += inner.x;
    place.y += inner.y;
    if (!isFramed) for (const bar of uncovered(inner, [place])) this.fill(target, bar, BLACK);
    this.#scaleInto(target, frame, { x: 0, y: 0, width: frame.width, height: frame.height }, place);
  }

  fill(target: Region, area: Rectangle, color: Color): void {
    this.#planes.forEach((plane, i) => {
      const { x, y, width, height } = partOf(plane, area);
      const start = target.address + plane.offset + y * plane.width + x;
      this.#pixels.run.fillPlane(start, plane.width, width, height, color[i] ?? NO_CHROMA);
    });
  }

  /**
   * An area of one picture at a place of another, where both are even and inside; `by` is how far it moves.
   */
  copy(target: Region, source: Region, area: Rectangle, by = { x: 0, y: 0 }): void {
    for (const plane of this.#planes) {
      const { x, y, width, height } = partOf(plane, area);
      const halve = plane.chroma ? 2 : 1;
      const from = plane.offset + y * plane.width + x;
      const to = from + (by.y / halve) * plane.width + by.x / halve;
      this.#pixels.run.copyPlane(
        target.address + to,
        plane.width,
        source.address + from,
        plane.width,
        width,
        height,
      );
    }
  }

  /** An area of one picture over the same area of another; `opacity` 0 to 1. */
  overlay(target: Region, source: Region, area: Rectangle, opacity: number): void {
    const weight = Math.round(Math.max(0, Math.min(1, opacity)) * 256);
    for (const plane of this.#planes) {
      const { x, y, width, height } = partOf(plane, area);
      const at = plane.offset + y * plane.width + x;
      this.#pixels.run.overlayPlane(
        target.address + at,
        source.address + at,
        plane.width,
        width,
        height,
        weight,
      );
    }
  }

  #isWhole(frame: CameraFrame, { width, height }: Size): boolean {
    const { width: fullWidth, height: fullHeight } = this.#size;
    return (
      frame.rotation === 0 &&
      frame.width === fullWidth &&
      frame.height === fullHeight &&
      width === fullWidth &&
      height === fullHeight
    );
  }

  #drawBorder(target: Region, { x, y, width, height, borderColor }: Cell, thick: number): void {
    const color = colorOf(borderColor);
    const across = Math.min(thick, height);
    const along = Math.min(thick, width);
    this.fill(target, { x, y, width, height: across }, color);
    this.fill(target, { x, y: y + height - across, width, height: across }, color);
    this.fill(target, { x, y, width: along, height }, color);
    this.fill(target, { x: x + width - along, y, width: along, height }, color);
  }

  #scaleInto(target: Region, frame: CameraFrame, part: Rectangle, place: Rectangle): void {
    this.#copyIn(frame, part);
    const from = planesOf(frame.width, frame.height);
    from.forEach((plane, i) => {
      const to = this.#planes[i];
      if (to) this.#scalePlane(target, frame, plane, partOf(plane, part), to, partOf(to, place));
    });
  }

  #scalePlane(
    target: Region,
    { rotation }: CameraFrame,
    from: Plane,
    part: Rectangle,
    to: Plane,
    place: Rectangle,
  ): void {
    const { run } = this.#pixels;
    const at = target.address + to.offset + place.y * to.width + place.x;
    // Scaled before the turn, because the result is never larger than what is seen of it.
    const size = rotation === 90 || rotation === 270 ? turned(place) : place;
    const out =
      rotation === 0
        ? { address: at, stride: to.width }
        : { address: this.#turned.address, stride: size.width };
    let { width, height } = part;
    let address = this.#source.address + from.offset + part.y * from.width + part.x;
    let stride = from.width;
    let done = false;
    while (!done && Math.max(width / size.width, height / size.height) >= 2) {
      const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
      done = half.width === size.width && half.height === size.height;
      const into = done ? out : { address: this.#halved.address, stride: half.width };
      run.halvePlane(address, stride, width, height, into.address, into.stride);
      ({ width, height } = half);
      ({ address, stride } = into);
    }
    if (!done) {
      const { address: dst, stride: dstStride } = out;
      run.scalePlane(
        address,
        stride,
        width,
        height,
        dst,
        dstStride,
        size.width,
        size.height,
        this.#scratch.address,
      );
    }
    if (rotation !== 0)
      run.rotatePlane(this.#turned.address, size.width, size.height, at, to.width, rotation);
  }

  /** The rows that are seen, each plane where it would lie in the whole frame. */
  #copyIn(frame: CameraFrame, { y: top, height }: Rectangle): void {
    const bottom = top + height;
    const had = this.#copied;
    if (had?.frame === frame && had.top <= top && had.bottom >= bottom) return;
    const bytes = i420Bytes(frame.width, frame.height);
    // At least doubled, so that sizes that creep up never use more than twice the largest.
    if (this.#source.length < bytes) {
      this.#source = this.#pixels.reserve(Math.max(bytes, this.#source.length * 2));
      this.#halved = this.#pixels.reserve(Math.ceil(this.#source.length / 2));
    }
    const source = this.#source.bytes();
    for (const plane of planesOf(frame.width, frame.height)) {
      const rows = partOf(plane, { x: 0, y: top, width: frame.width, height });
      const start = plane.offset + rows.y * plane.width;
      const end = start + rows.height * plane.width;
      source.set(frame.data.subarray(start, end), start);
    }
    this.#copied = { frame, top, bottom };
  }
}

function turned({ width, height }: Size): Size {
  return { width: height, height: width };
}

function turnedPart({ x, y, width, height }: Rectangle): Rectangle {
  return { x: y, y: x, width: height, height: width };
}
