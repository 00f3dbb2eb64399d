import { directionOf } from '../title-lines';

/** What is drawn on: a canvas' context, of a browser or of the engine. Sizes are pixels of the frame. */
export interface Pen {
  fillStyle: unknown;
  font: string;
  textAlign: unknown;
  textBaseline: unknown;
  direction: unknown;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number, maxWidth?: number): void;
}

/** What differs between the places where graphics are drawn. */
export interface DrawTools {
  /** A font for this text, as CSS writes it. */
  font(text: string, weight: number, size: number): string;
  /** Width of a text, pixels. */
  widthOf(text: string, font: string): number;
}

/** A text with the size at which it fits. */
export interface FittedText {
  text: string;
  font: string;
  size: number;
  width: number;
}

const SMALLEST = 0.6;

/** As large as fits into `maxWidth`, down to 0.6 of `size`; what is longer still is squeezed when drawn. */
export function fit(
  tools: DrawTools,
  text: string,
  weight: number,
  size: number,
  maxWidth: number,
): FittedText {
  const font = tools.font(text, weight, size);
  const width = tools.widthOf(text, font);
  if (width <= maxWidth) return { text, font, size, width };
  const smaller = size * Math.max(SMALLEST, maxWidth / width);
  return { text, font: tools.font(text, weight, smaller), size: smaller, width: maxWidth };
}

/** A line in the middle of its height. Text that runs from the right ends where other text begins. */
export function writeLine(
  pen: Pen,
  { text, font }: Pick<FittedText, 'text' | 'font'>,
  color: string,
  box: { x: number; y: number; width: number; height: number },
  align: 'start' | 'center' = 'start',
): void {
  const direction = directionOf(text);
  pen.font = font;
  pen.fillStyle = color;
  pen.direction = direction;
  pen.textBaseline = 'middle';
  pen.textAlign = align === 'center' ? 'center' : direction === 'rtl' ? 'right' : 'left';
  const x = align === 'center' ? box.x + box.width / 2 : direction === 'rtl' ? box.x + box.width : box.x;
  // Letters with descenders look centred a little below the middle of their line.
  pen.fillText(text, x, box.y + box.height / 2 + box.height * 0.02, box.width);
}

/** Of a clock: each digit has the same place, so that none moves when another one changes. */
export function digitsWidth(tools: DrawTools, text: string, weight: number, size: number): number {
  return [...text].reduce((sum, one) => sum + advanceOf(tools, one, weight, size), 0);
}

function advanceOf(tools: DrawTools, one: string, weight: number, size: number): number {
  const wide = /\d/.test(one) ? '0' : one;
  return tools.widthOf(wide, tools.font(wide, weight, size)) * (wide === '0' ? 1.04 : 1.2);
}

export function writeDigits(
  pen: Pen,
  tools: DrawTools,
  text: string,
  { weight, size, color }: { weight: number; size: number; color: string },
  box: { x: number; y: number; width: number; height: number },
): void {
  pen.font = tools.font('0', weight, size);
  pen.fillStyle = color;
  pen.direction = 'ltr';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  let x = box.x + (box.width - digitsWidth(tools, text, weight, size)) / 2;
  for (const one of text) {
    const advance = advanceOf(tools, one, weight, size);
    pen.fillText(one, x + advance / 2, box.y + box.height / 2 + size * 0.03);
    x += advance;
  }
}

/** `#rrggbb` with an opacity, 0 to 1. */
export function withOpacity(hex: string, opacity: number): string {
  return `${hex}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** Black or white, whichever is easier to read on a colour (relative luminance, WCAG 2). */
export function inkOn(hex: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? '#101317' : '#ffffff';
}
