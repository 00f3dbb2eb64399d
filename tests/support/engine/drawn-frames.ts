import type { Rotation } from '../../../engine/inputs/ffi';
import type { CameraFrame } from '../../../engine/inputs/frame-slot';
import { i420Bytes, Pixels, type Plane, planesOf, type Region } from '../../../engine/mixer/pixels';
import type { Picture } from '../../../engine/types';

/** A picture in which every sample differs from its neighbours. */
export function noise(width: number, height: number, rotation: Rotation = 0, seed = 0): CameraFrame {
  let state = width * 7919 + height + seed * 104_729;
  const data = Uint8Array.from({ length: i420Bytes(width, height) }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 16 + (state % 220);
  });
  return { width, height, rotation, data };
}

export function plain(width: number, height: number, [y, u, v]: readonly number[]): Picture {
  const data = new Uint8Array(i420Bytes(width, height)).fill(y ?? 0);
  const [, uPlane, vPlane] = planesOf(width, height);
  data.fill(u ?? 128, uPlane.offset, vPlane.offset).fill(v ?? 128, vPlane.offset);
  return { width, height, data };
}

/** The colour of each quarter of `quarters`, as Y, U, V: top left, top right, bottom left, bottom right. */
export const QUARTERS = [
  [60, 90, 200],
  [110, 180, 70],
  [160, 60, 100],
  [210, 150, 160],
] as const;

/** Four colours as they are seen once the frame is turned upright by `rotation`. */
export function quarters(width: number, height: number, rotation: Rotation = 0): CameraFrame {
  const data = new Uint8Array(i420Bytes(width, height));
  planesOf(width, height).forEach((plane, i) => {
    for (let y = 0; y < plane.height; y += 1) {
      for (let x = 0; x < plane.width; x += 1) {
        const color = QUARTERS[Number(x >= plane.width / 2) + 2 * Number(y >= plane.height / 2)];
        data[plane.offset + y * plane.width + x] = color?.[i] ?? 0;
      }
    }
  });
  const drawn = { width, height, data };
  return { ...turned(drawn, OPPOSITE[rotation]), rotation };
}

const OPPOSITE = { 0: 0, 90: 270, 180: 180, 270: 90 } as const;

export function sampleOf(picture: Picture, plane: Plane, x: number, y: number): number {
  const cx = Math.max(0, Math.min(plane.width - 1, x));
  const cy = Math.max(0, Math.min(plane.height - 1, y));
  return picture.data[plane.offset + cy * plane.width + cx] ?? 0;
}

/** Y, U and V at a pixel. */
export function colorAt(picture: Picture, x: number, y: number): number[] {
  return planesOf(picture.width, picture.height).map((plane) => {
    const halve = plane.chroma ? 2 : 1;
    return sampleOf(picture, plane, Math.floor(x / halve), Math.floor(y / halve));
  });
}

/** Turns a whole picture clockwise in plain JavaScript. */
export function turned(picture: Picture, rotation: Rotation): Picture {
  if (rotation === 0) return picture;
  const sideways = rotation !== 180;
  const [width, height] = sideways ? [picture.height, picture.width] : [picture.width, picture.height];
  const data = new Uint8Array(i420Bytes(width, height));
  const from = planesOf(picture.width, picture.height);
  planesOf(width, height).forEach((plane, i) => {
    const source = from[i] ?? from[0];
    for (let y = 0; y < plane.height; y += 1) {
      for (let x = 0; x < plane.width; x += 1) {
        const [sx, sy] =
          rotation === 90
            ? [y, source.height - 1 - x]
            : rotation === 180
              ? [source.width - 1 - x, source.height - 1 - y]
              : [source.width - 1 - y, x];
        data[plane.offset + y * plane.width + x] = sampleOf(picture, source, sx, sy);
      }
    }
  });
  return { width, height, data };
}

export function largestDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new Error(`${a.length} and ${b.length} bytes`);
  if (Buffer.compare(a, b) === 0) return 0;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? 0))), 0);
}

const GUARD = 0xa5;
const GUARD_BYTES = 32;

/** The module with marked bytes behind every stretch of its memory that is handed out. */
export class GuardedPixels extends Pixels {
  readonly #regions: Region[] = [];

  override reserve(length: number): Region {
    const region = super.reserve(length);
    this.#regions.push(region);
    this.#behind(region).fill(GUARD);
    return region;
  }

  /** Regions behind which something was written. */
  overruns(): number {
    return this.#regions.filter((region) => this.#behind(region).some((byte) => byte !== GUARD)).length;
  }

  #behind(region: Region): Uint8Array {
    return new Uint8Array(region.bytes().buffer, region.address + region.length, GUARD_BYTES);
  }
}
