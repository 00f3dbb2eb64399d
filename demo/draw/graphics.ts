import { CELL, cellsOf, COLUMNS, FPS, MARGIN, type Mark, ROWS } from '../mark/code';
import { at, depthOf, type Lens, project, type ScreenPoint } from '../match/geometry';
import { type Context, fillShape, FONT, layOn } from './canvas';

/** Beyond the far touchline, towards the south goal. Metres. */
const PLACE = { x: -20, y: 44.5, width: 9, low: 3.4, high: 6.6 };

/** The ground's own board, with the same score and clock from every camera. */
export function drawScoreboard(context: Context, lens: Lens): void {
  const [a, b, c, d] = face(lens);
  for (const x of [PLACE.x + 1.2, PLACE.x + PLACE.width - 1.2]) {
    const foot = project(lens, at(x, PLACE.y, 0));
    const top = project(lens, at(x, PLACE.y, PLACE.low));
    context.fillStyle = '#11161e';
    context.fillRect(foot.x - 0.16 * foot.scale, top.y, 0.32 * foot.scale, foot.y - top.y);
  }
  fillShape(context, [a, b, c, d], '#0b0e13');
  context.strokeStyle = '#333d4c';
  context.lineWidth = 0.14 * a.scale;
  context.stroke();
  write(context, lens, [
    { text: 'TSV NORD', x: 0.27, y: 0.2, size: 0.5, fill: '#8fb4ff' },
    { text: 'SC HAFEN', x: 0.73, y: 0.2, size: 0.5, fill: '#e8edf3' },
    { text: '2 : 1', x: 0.5, y: 0.5, size: 1.15, fill: '#ffc45c' },
  ]);
}

/** The changing part of the board. */
export function drawScoreboardClock(context: Context, lens: Lens, frame: number): void {
  if (depthOf(lens, at(PLACE.x, PLACE.y)) < 5) return;
  write(context, lens, [{ text: clockAt(frame), x: 0.5, y: 0.82, size: 0.72, fill: '#ff9d4a' }]);
}

/** Corners as seen from the pitch: upper left, upper right, lower right, lower left. */
function face(lens: Lens): [ScreenPoint, ScreenPoint, ScreenPoint, ScreenPoint] {
  const corner = (x: number, z: number): ScreenPoint => project(lens, at(x, PLACE.y, z));
  const { x, width, low, high } = PLACE;
  return [corner(x, high), corner(x + width, high), corner(x + width, low), corner(x, low)];
}

function write(
  context: Context,
  lens: Lens,
  lines: readonly { text: string; x: number; y: number; size: number; fill: string }[],
): void {
  const [a, b, , d] = face(lens);
  const height = PLACE.high - PLACE.low;
  context.save();
  layOn(context, a, b, d);
  context.scale(1 / PLACE.width, 1 / height);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const line of lines) {
    context.font = `700 ${line.size}px "${FONT}"`;
    context.fillStyle = line.fill;
    context.fillText(line.text, line.x * PLACE.width, line.y * height);
  }
  context.restore();
}

/** The match clock starts in the second half and runs with the loop: one clock for all cameras. */
function clockAt(frame: number): string {
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
