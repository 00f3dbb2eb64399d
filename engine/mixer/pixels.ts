import type { Picture } from '../types';

/** Black in limited range, as cameras and x264 have it. */
export const BLACK_LUMA = 16;
export const NO_CHROMA = 128;

export interface Plane {
  offset: number;
  width: number;
  height: number;
  chroma: boolean;
}

/** Planes of an I420 picture one after the other: Y, U, V. */
export function planesOf(width: number, height: number): [Plane, Plane, Plane] {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2), chroma: true };
  const luma = width * height;
  return [
    { offset: 0, width, height, chroma: false },
    { offset: luma, ...half },
    { offset: luma + half.width * half.height, ...half },
  ];
}

/** Bytes of an I420 picture. */
export function i420Bytes(width: number, height: number): number {
  const [, , v] = planesOf(width, height);
  return v.offset + v.width * v.height;
}

export function blackPicture(width: number, height: number): Picture {
  const data = new Uint8Array(i420Bytes(width, height)).fill(NO_CHROMA);
  return { width, height, data: data.fill(BLACK_LUMA, 0, width * height) };
}

/** The exports of the SIMD module (engine/mixer/simd); addresses are byte offsets into its memory. */
interface PixelFunctions {
  scalePlane(
    src: number,
    srcStride: number,
    srcWidth: number,
    srcHeight: number,
    dst: number,
    dstStride: number,
    dstWidth: number,
    dstHeight: number,
    scratch: number,
  ): void;
  halvePlane(
    src: number,
    srcStride: number,
    srcWidth: number,
    srcHeight: number,
    dst: number,
    dstStride: number,
  ): void;
  rotatePlane(
    src: number,
    width: number,
    height: number,
    dst: number,
    dstStride: number,
    degrees: number,
  ): void;
  fillPlane(dst: number, stride: number, width: number, height: number, value: number): void;
  copyPlane(
    dst: number,
    dstStride: number,
    src: number,
    srcStride: number,
    width: number,
    height: number,
  ): void;
  fadeBytes(dst: number, src: number, length: number, value: number, weight: number): void;
  mixBytes(dst: number, a: number, b: number, length: number, weight: number): void;
  overlayPlane(dst: number, src: number, stride: number, width: number, height: number, weight: number): void;
  blendPlane(
    dst: number,
    dstStride: number,
    src: number,
    alpha: number,
    srcStride: number,
    width: number,
    height: number,
    opacity: number,
  ): void;
  wipePlane(
    dst: number,
    from: number,
    to: number,
    width: number,
    height: number,
    start: number,
    stepX: number,
    stepY: number,
  ): void;
}

const PAGE = 65_536;
/** The module reads whole vectors, up to two of 16 bytes past the end of a row. */
const SLACK = 32;

/** A stretch of the module's memory. `bytes()` is a view that is valid until the next `reserve`. */
export class Region {
  readonly #memory: WebAssembly.Memory;
  #view: Uint8Array | null = null;

  constructor(
    memory: WebAssembly.Memory,
    readonly address: number,
    readonly length: number,
  ) {
    this.#memory = memory;
  }

  bytes(): Uint8Array {
    // A memory that grows has another buffer.
    if (this.#view?.buffer !== this.#memory.buffer)
      this.#view = new Uint8Array(this.#memory.buffer, this.address, this.length);
    return this.#view;
  }
}

/** The SIMD module with its memory. Regions are handed out once and live as long as the module. */
export class Pixels {
  readonly run: PixelFunctions;
  readonly #memory = new WebAssembly.Memory({ initial: 2 });
  #next = PAGE;

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, {
      env: {
        memory: this.#memory,
        abort: () => {
          throw new Error('The SIMD module gave up.');
        },
      },
    });
    if (!hasPixelFunctions(exports)) throw new Error('mixer.wasm does not fit this engine: build it again.');
    this.run = exports;
  }

  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  reserve(length: number): Region {
    const region = new Region(this.#memory, this.#next, length);
    this.#next = Math.ceil((this.#next + length + SLACK) / 16) * 16;
    const missing = this.#next + SLACK - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE));
    return region;
  }
}

const FUNCTIONS: readonly (keyof PixelFunctions)[] = [
  'scalePlane',
  'halvePlane',
  'rotatePlane',
  'fillPlane',
  'copyPlane',
  'fadeBytes',
  'mixBytes',
  'overlayPlane',
  'blendPlane',
  'wipePlane',
];

function hasPixelFunctions(exports: object): exports is PixelFunctions {
  return FUNCTIONS.every((name) => typeof Reflect.get(exports, name) === 'function');
}
