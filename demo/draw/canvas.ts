import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';

export type Context = SKRSContext2D;
export type Bitmap = Canvas;

/** The product's own typeface: a fresh machine may have no fonts at all. */
export const FONT = 'Touchline Demo';

const require = createRequire(import.meta.url);
GlobalFonts.registerFromPath(
  require.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  FONT,
);

export function bitmap(width: number, height: number): { canvas: Bitmap; context: Context } {
  const canvas = createCanvas(Math.round(width), Math.round(height));
  return { canvas, context: canvas.getContext('2d') };
}

export function fillShape(
  context: Context,
  points: readonly { x: number; y: number }[],
  colour?: string,
): void {
  if (points.length < 3) return;
  context.beginPath();
  points.forEach((p, i) => (i === 0 ? context.moveTo(p.x, p.y) : context.lineTo(p.x, p.y)));
  context.closePath();
  if (colour) context.fillStyle = colour;
  context.fill();
}

/** Sets the context so that the unit square is drawn as the parallelogram of origin, right and down. */
export function layOn(
  context: Context,
  origin: { x: number; y: number },
  right: { x: number; y: number },
  down: { x: number; y: number },
): void {
  context.transform(
    right.x - origin.x,
    right.y - origin.y,
    down.x - origin.x,
    down.y - origin.y,
    origin.x,
    origin.y,
  );
}
