import { at, depthOf, project, type Lens, type ScreenPoint } from '../match/geometry';
import { fillShape, FONT, layOn, type Context } from './canvas';
import { clockAt } from './mark';

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
