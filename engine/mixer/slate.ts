import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Picture } from '../types';
import { familiesFor } from './fonts';
import { breakTitle, directionOf } from '../../core/title-lines';

/**
 * Dusk blue, top to bottom. Light enough that no detector, and no viewer, takes the slate for a black picture
 * (luma 38 and less).
 */
const BACKGROUND = ['#3b5a8c', '#22385f'] as const;
const TEXT = '#f2f4f7';
const ACCENT = '#8ab8ff';
const MAX_LINES = 3;
/** A word of letters with spaces around, which is not broken in the scripts that have them. */
const BETWEEN_LETTERS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}\p{P}\s]+$/u;

/** The picture of last resort: the event's title on a quiet ground. Drawn once per title (about 20 ms). */
export function drawSlate(title: string, width: number, height: number): Picture {
  const context = groundOf(width, height);
  context.direction = directionOf(title);
  const { size, lines } = fittingLines(context, title, width, height);
  const lineHeight = size * 1.2;
  const top = (height - lines.length * lineHeight) / 2;
  context.fillStyle = ACCENT;
  context.fillRect(width / 2 - size * 0.6, top - size * 0.5, size * 1.2, Math.max(2, size * 0.07));
  context.fillStyle = TEXT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  lines.forEach((line, i) => context.fillText(line, width / 2, top + (i + 0.5) * lineHeight, width * 0.9));
  return pictureOf(context, width, height);
}

/** The slate's ground alone, behind the cells of a layout. */
export function drawGround(width: number, height: number): Picture {
  return pictureOf(groundOf(width, height), width, height);
}

function groundOf(width: number, height: number): SKRSContext2D {
  const context = createCanvas(width, height).getContext('2d');
  const ground = context.createLinearGradient(0, 0, 0, height);
  BACKGROUND.forEach((colour, stop) => ground.addColorStop(stop, colour));
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  return context;
}

function pictureOf(context: SKRSContext2D, width: number, height: number): Picture {
  return { width, height, data: rgbaToI420(context.getImageData(0, 0, width, height).data, width, height) };
}

/** The largest font in which the title fits into three lines; the smallest takes as many as it needs. */
function fittingLines(
  context: SKRSContext2D,
  title: string,
  width: number,
  height: number,
): { size: number; lines: string[] } {
  const families = familiesFor(title);
  const linesOf = (size: number) => {
    context.font = `650 ${size}px ${families}, sans-serif`;
    return breakTitle(title, width * 0.8, (text) => context.measureText(text).width);
  };
  let size = Math.round(height * 0.11);
  let lines = linesOf(size);
  while (size > height * 0.04 && (lines.length > MAX_LINES || isBroken(title, lines))) {
    size -= 2;
    lines = linesOf(size);
  }
  return { size, lines };
}

/** Whether a word was cut in two, which a smaller font may spare it. */
function isBroken(title: string, lines: readonly string[]): boolean {
  return BETWEEN_LETTERS.test(title) && lines.join(' ').length > title.trim().replace(/\s+/g, ' ').length;
}

/**
 * BT.601 in limited range, as WebRTC cameras send it, so that slate and cameras agree. Width and height are
 * even.
 */
export function rgbaToI420(rgba: Uint8ClampedArray, width: number, height: number): Uint8Array {
  const luma = width * height;
  const half = width / 2;
  const out = new Uint8Array((luma * 3) / 2);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const r = rgba[at] ?? 0;
      const g = rgba[at + 1] ?? 0;
      const b = rgba[at + 2] ?? 0;
      out[y * width + x] = (66 * r + 129 * g + 25 * b + 4224) >> 8;
      if (x % 2 === 0 && y % 2 === 0) {
        const chroma = luma + (y / 2) * half + x / 2;
        out[chroma] = (-38 * r - 74 * g + 112 * b + 32_896) >> 8;
        out[chroma + luma / 4] = (112 * r - 94 * g - 18 * b + 32_896) >> 8;
      }
    }
  }
  return out;
}
