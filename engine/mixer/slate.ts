import { createRequire } from 'node:module';
import path from 'node:path';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { Picture } from '../types';

/** One family per file, named in the order of fallback: the package splits Inter by script. */
const SCRIPTS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'];
const FAMILY = SCRIPTS.map((script) => `"Inter ${script}"`).join(', ');

/**
 * Dusk blue, top to bottom. Light enough that no detector, and no viewer, takes the slate for a black picture
 * (luma 38 and less).
 */
const BACKGROUND = ['#3b5a8c', '#22385f'] as const;
const TEXT = '#f2f4f7';
const ACCENT = '#8ab8ff';
const MAX_LINES = 3;

let registered = false;

/** The picture of last resort: the event's title on a quiet ground. Drawn once per title (about 20 ms). */
export function drawSlate(title: string, width: number, height: number): Picture {
  registerFonts();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const ground = context.createLinearGradient(0, 0, 0, height);
  BACKGROUND.forEach((colour, stop) => ground.addColorStop(stop, colour));
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  const size = fittingSize(context, title, width, height);
  const lines = wrap(context, title, width * 0.8);
  const lineHeight = size * 1.2;
  const top = (height - lines.length * lineHeight) / 2;
  context.fillStyle = ACCENT;
  context.fillRect(width / 2 - size * 0.6, top - size * 0.5, size * 1.2, Math.max(2, size * 0.07));
  context.fillStyle = TEXT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  lines.forEach((line, i) => context.fillText(line, width / 2, top + (i + 0.5) * lineHeight, width * 0.9));
  return { width, height, data: rgbaToI420(context.getImageData(0, 0, width, height).data, width, height) };
}

/** The largest font in which the title fits into three lines. */
function fittingSize(context: SKRSContext2D, title: string, width: number, height: number): number {
  let size = Math.round(height * 0.11);
  for (; size > height * 0.04; size -= 2) {
    context.font = `650 ${size}px ${FAMILY}, sans-serif`;
    const lines = wrap(context, title, width * 0.8);
    if (lines.length <= MAX_LINES && lines.every((line) => context.measureText(line).width <= width * 0.9))
      break;
  }
  return size;
}

function wrap(context: SKRSContext2D, title: string, limit: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of title.trim().split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && context.measureText(longer).width > limit) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function registerFonts(): void {
  if (registered) return;
  registered = true;
  const folder = path.dirname(createRequire(import.meta.url).resolve('@fontsource-variable/inter'));
  for (const script of SCRIPTS) {
    GlobalFonts.registerFromPath(
      path.join(folder, 'files', `inter-${script}-wght-normal.woff2`),
      `Inter ${script}`,
    );
  }
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
