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

/**
 * The exports of the SIMD module (engine/mixer/simd/pixels.ts); addresses are byte offsets into its memory.
 */
interface PixelFunctions {
  scalePlane(
    src: number,
    srcWidth: number,
    dst: number,
    dstStride: number,
    dstWidth: number,
    dstHeight: number,
    rows: number,
    columns: number,
    near: number,
    row: number,
    line: number,
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
  fadeBytes(dst: number, src: number, length: number, value: number, weight: number): void;
}

const PAGE = 65_536;
/**
 * The module writes whole vectors of 16 and reads as far past the end of a row; twice that keeps regions
 * apart.
 */
const SLACK = 32;

/** A stretch of the module's memory. `bytes()` is a view that is valid until the next `reserve`. */
export class Region {
  readonly #memory: WebAssembly.Memory;

  constructor(
    memory: WebAssembly.Memory,
    readonly address: number,
    readonly length: number,
  ) {
    this.#memory = memory;
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.address, this.length);
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

function hasPixelFunctions(exports: object): exports is PixelFunctions {
  return ['scalePlane', 'rotatePlane', 'fillPlane', 'fadeBytes'].every(
    (name) => name in exports && typeof Reflect.get(exports, name) === 'function',
  );
}
