import { CELL, COLUMNS, MARGIN, markOf, ROWS, type Mark } from '../../../demo/mark/code';

/**
 * A decoded picture. Of `data` only the luma plane is read: `width × height` bytes, rows without padding;
 * what follows (as in I420) is ignored.
 */
export interface LumaPicture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A part of the picture, in pixels. */
interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Between the darkest white cell and the brightest black one there must be so much luma. */
const MIN_CONTRAST = 40;
/** Bars of a letterbox are darker than this (limited range black is 16). */
const BAR_LUMA = 26;

/**
 * Reads the burned-in number of a simulated camera's picture, at any size down to about 240 × 135, also
 * inside a letterbox.
 *
 * @param region the part of the picture to look in, as fractions, such as one quarter of a quad layout; the
 * whole by default
 * @returns null where there is none: slate, black, another camera's picture
 */
export function readMark(
  picture: LumaPicture,
  region: Rect = { x: 0, y: 0, width: 1, height: 1 },
): Mark | null {
  const part = {
    x: region.x * picture.width,
    y: region.y * picture.height,
    width: region.width * picture.width,
    height: region.height * picture.height,
  };
  const direct = readAt(picture, part);
  if (direct) return direct;
  const inner = withoutBars(picture, part);
  return readAt(picture, inner) ?? readNear(picture, inner);
}

/** Scaling and cropping may have moved the strip by part of a cell. */
function readNear(picture: LumaPicture, part: Rect): Mark | null {
  const step = (part.height * CELL) / 5;
  for (const grow of [0, -0.012, 0.012]) {
    for (const dy of [0, -1, 1, -2, 2, -3, 3]) {
      for (const dx of [0, -1, 1, -2, 2, -3, 3]) {
        const found = readAt(picture, {
          x: part.x + dx * step - (grow * part.width) / 2,
          y: part.y + dy * step - (grow * part.height) / 2,
          width: part.width * (1 + grow),
          height: part.height * (1 + grow),
        });
        if (found) return found;
      }
    }
  }
  return null;
}

function readAt(picture: LumaPicture, part: Rect): Mark | null {
  const cell = CELL * part.height;
  const left = part.x + part.width - MARGIN * part.height - cell * COLUMNS;
  const top = part.y + part.height - MARGIN * part.height - cell * ROWS;
  if (left < 0 || top < 0 || cell < 2) return null;
  const lumas: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      lumas.push(middleOf(picture, left + column * cell, top + row * cell, cell));
    }
  }
  const threshold =
    ((lumas[0] ?? 0) + (lumas[COLUMNS - 1] ?? 0) + (lumas[COLUMNS] ?? 0) + (lumas[2 * COLUMNS - 1] ?? 0)) / 4;
  const white = lumas.filter((luma) => luma > threshold);
  const black = lumas.filter((luma) => luma <= threshold);
  if (white.length === 0 || black.length === 0) return null;
  if (Math.min(...white) - Math.max(...black) < MIN_CONTRAST) return null;
  return markOf(lumas.map((luma) => luma > threshold));
}

/** Mean of the inner half of a cell: its edges are smeared by scaling and compression. */
function middleOf(picture: LumaPicture, x: number, y: number, cell: number): number {
  const from = (start: number): number => Math.round(start + cell * 0.27);
  const size = Math.max(1, Math.round(cell * 0.46));
  let sum = 0;
  for (let row = from(y); row < from(y) + size; row++) {
    for (let column = from(x); column < from(x) + size; column++) {
      sum += picture.data[row * picture.width + column] ?? 0;
    }
  }
  return sum / (size * size);
}

/**
 * What a 16 : 9 picture within black bars covers. Its sky may be as dark as a bar, so only the sides and the
 * grass decide.
 */
function withoutBars(picture: LumaPicture, part: Rect): Rect {
  const x1 = Math.floor(part.x);
  const x2 = Math.ceil(part.x + part.width) - 1;
  const y1 = Math.floor(part.y);
  const y2 = Math.ceil(part.y + part.height) - 1;
  const bright = (x: number, y: number): boolean => (picture.data[y * picture.width + x] ?? 0) > BAR_LUMA;
  const column = (x: number): boolean => count(y1, y2, (y) => bright(x, y)) > (y2 - y1) * 0.2;
  const row = (y: number): boolean => count(x1, x2, (x) => bright(x, y)) > (x2 - x1) * 0.2;
  let left = x1;
  while (left < x2 && !column(left)) left++;
  let right = x2;
  while (right > left && !column(right)) right--;
  let bottom = y2;
  while (bottom > y1 && !row(bottom)) bottom--;
  const width = right + 1 - left;
  const height = Math.min((width * 9) / 16, part.height);
  return { x: left, y: bottom + 1 - height, width, height };
}

function count(from: number, to: number, test: (value: number) => boolean): number {
  let total = 0;
  for (let value = from; value <= to; value++) if (test(value)) total++;
  return total;
}
