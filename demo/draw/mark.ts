import { CELL, cellsOf, COLUMNS, MARGIN, ROWS, type Mark, FPS } from '../mark/code';
import { FONT, type Context } from './canvas';

/** The match clock starts in the second half and runs with the loop: one clock for all cameras. */
export function clockAt(frame: number): string {
  const seconds = 63 * 60 + Math.floor(frame / FPS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Draws the number: cells for a test, and the same as text above them. */
export function drawMark(context: Context, width: number, height: number, mark: Mark): void {
  const cell = Math.round(CELL * height);
  const left = width - Math.round(MARGIN * height) - cell * COLUMNS;
  const top = height - Math.round(MARGIN * height) - cell * ROWS;
  const pad = Math.round(cell * 0.5);
  const text = Math.round(cell * 1.05);
  context.fillStyle = '#000000';
  context.beginPath();
  context.roundRect(
    left - pad,
    top - text - pad * 1.6,
    cell * COLUMNS + 2 * pad,
    cell * ROWS + text + pad * 2.6,
    pad * 0.6,
  );
  context.fill();
  context.fillStyle = '#ffffff';
  cellsOf(mark).forEach((white, i) => {
    if (white)
      context.fillRect(left + (i % COLUMNS) * cell, top + Math.floor(i / COLUMNS) * cell, cell, cell);
  });
  context.textBaseline = 'alphabetic';
  context.font = `600 ${text}px "${FONT}"`;
  context.textAlign = 'left';
  context.fillText(`Camera ${mark.camera}`, left, top - pad * 0.7);
  context.textAlign = 'right';
  context.fillText(
    `${clockAt(mark.frame)}   ${String(mark.frame).padStart(4, '0')}`,
    left + cell * COLUMNS,
    top - pad * 0.7,
  );
}
