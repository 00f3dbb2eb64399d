import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Part } from '../../core/graphics/parts';
import type { DrawTools } from '../../core/graphics/pen';
import { familiesFor } from './fonts';
import type { Pixels, Region } from './pixels';

/** A part in the module's memory: its colours as I420, and an opacity for each sample of both. */
export interface GraphicBox {
  width: number;
  height: number;
  key: string;
  region: Region;
}

/** Bytes of each plane, one after the other: Y, its opacity, U, V, their opacity. */
export function boxPlanes(width: number, height: number) {
  const luma = width * height;
  const chroma = luma / 4;
  return {
    y: 0,
    yAlpha: luma,
    u: 2 * luma,
    v: 2 * luma + chroma,
    chromaAlpha: 2 * luma + 2 * chroma,
    bytes: 2 * luma + 3 * chroma,
  };
}

/** A region this much larger than needed is left to somebody who needs it. */
const WASTE = 4;

/** Draws parts of graphics into the module's memory, which is never given back: boxes are used again. */
export class GraphicBoxes {
  readonly #pixels: Pixels;
  readonly #free: Region[] = [];
  readonly #measure = createCanvas(2, 2).getContext('2d');
  #canvas: Canvas | null = null;

  readonly tools: DrawTools = {
    font: (text, weight, size) => `${weight} ${size.toFixed(1)}px ${familiesFor(text)}, sans-serif`,
    widthOf: (text, font) => {
      this.#measure.font = font;
      return this.#measure.measureText(text).width;
    },
  };

  constructor(pixels: Pixels) {
    this.#pixels = pixels;
  }

  draw({ width, height, key, draw }: Part): GraphicBox {
    const pen = this.#cleared(width, height);
    draw(pen.context);
    const { bytes } = boxPlanes(width, height);
    const region = this.#take(bytes);
    writeBox(pen.canvas.data(), width, height, region.bytes());
    return { width, height, key, region };
  }

  release({ region }: GraphicBox): void {
    this.#free.push(region);
  }

  /** The canvas of the last size is kept: a clock's digits are drawn once a second. */
  #cleared(width: number, height: number): { canvas: Canvas; context: SKRSContext2D } {
    const kept = this.#canvas;
    if (kept && kept.width === width && kept.height === height) {
      const context = kept.getContext('2d');
      context.clearRect(0, 0, width, height);
      return { canvas: kept, context };
    }
    const canvas = createCanvas(width, height);
    this.#canvas = canvas;
    return { canvas, context: canvas.getContext('2d') };
  }

  #take(bytes: number): Region {
    const fits = this.#free
      .filter(({ length }) => length >= bytes && length <= bytes * WASTE)
      .sort((one, other) => one.length - other.length)[0];
    if (!fits) return this.#pixels.reserve(2 ** Math.ceil(Math.log2(Math.max(bytes, 4096))));
    this.#free.splice(this.#free.indexOf(fits), 1);
    return fits;
  }
}

/**
 * Pixels of a canvas (RGBA, colours multiplied by their opacity) as a box. BT.601 in limited range, as the
 * slate and the cameras have it. Width and height are even.
 */
export function writeBox(rgba: Uint8Array, width: number, height: number, out: Uint8Array): void {
  const at = boxPlanes(width, height);
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let [r4, g4, b4, a4] = [0, 0, 0, 0];
      for (let i = 0; i < 4; i += 1) {
        const sample = (y + (i >> 1)) * width + x + (i & 1);
        const a = rgba[sample * 4 + 3] ?? 0;
        const r = rgba[sample * 4] ?? 0;
        const g = rgba[sample * 4 + 1] ?? 0;
        const b = rgba[sample * 4 + 2] ?? 0;
        out[at.y + sample] = a === 0 ? 16 : ((66 * r + 129 * g + 25 * b) * 255) / a / 256 + 16.5;
        out[at.yAlpha + sample] = a;
        r4 += r;
        g4 += g;
        b4 += b;
        a4 += a;
      }
      const sample = (y / 2) * (width / 2) + x / 2;
      const share = a4 === 0 ? 0 : 255 / a4 / 256;
      out[at.u + sample] = (-38 * r4 - 74 * g4 + 112 * b4) * share + 128.5;
      out[at.v + sample] = (112 * r4 - 94 * g4 - 18 * b4) * share + 128.5;
      out[at.chromaAlpha + sample] = (a4 + 2) >> 2;
    }
  }
}
