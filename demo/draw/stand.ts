import { at, chance, depthOf, project, projectShape, type Lens } from '../match/geometry';
import { fillShape, type Context } from './canvas';

const FROM = -24;
const TO = 24;
const FRONT = -40.5;
const ROWS = 6;
/** Each row is further back and higher than the one before it, metres. */
const STEP = { back: 0.95, up: 0.6 };
const COATS = ['#39424f', '#2b3442', '#3b6fe0', '#51483e', '#65707f', '#3b6fe0', '#e1e6ec', '#463a52'];
const FACES = ['#e6b892', '#f0c8a4', '#b67d50', '#8a5a36'];

/** The main stand with its rows of people under a roof; camera 1 is on top of it and so never sees it. */
export function grandstand(context: Context, lens: Lens): { depth: number; draw: () => void }[] {
  const corners = [at(FROM, FRONT), at(TO, FRONT)];
  if (lens.eye.y < FRONT || corners.some((p) => depthOf(lens, p) < 3)) return [];
  return [{ depth: depthOf(lens, at(0, FRONT - 6)), draw: () => drawStand(context, lens) }];
}

function drawStand(context: Context, lens: Lens): void {
  const back = FRONT - ROWS * STEP.back;
  const top = 1.2 + ROWS * STEP.up;
  const wall = (
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    low: number,
    high: number,
    fill: string,
  ): void =>
    fillShape(
      context,
      projectShape(lens, [at(x1, y1, low), at(x2, y2, low), at(x2, y2, high), at(x1, y1, high)]),
      fill,
    );
  wall(FROM, back, TO, back, 0, top + 3.6, '#181e29');
  for (let row = ROWS - 1; row >= 0; row--) {
    const y = FRONT - row * STEP.back;
    const z = 1.2 + row * STEP.up;
    for (let i = 0; i < 64; i++) {
      const seed = row * 200 + i;
      if (chance(seed) < 0.22) continue;
      drawSitter(context, lens, FROM + 0.6 + i * 0.74 + 0.2 * chance(seed + 1), y, z, seed);
    }
    wall(FROM, y, TO, y, Math.max(0, z - 1.2), z, row % 2 ? '#252d3b' : '#2b3444');
  }
  wall(FROM, FRONT, FROM, back, 0, top + 3.2, '#141a24');
  wall(TO, FRONT, TO, back, 0, 1.4, '#1b2330');
  const roof = [at(FROM - 1, FRONT + 2, top + 3.2), at(TO + 1, FRONT + 2, top + 3.2)] as const;
  fillShape(
    context,
    projectShape(lens, [...roof, at(TO + 1, back - 1, top + 4.4), at(FROM - 1, back - 1, top + 4.4)]),
    '#10151e',
  );
  wall(FROM - 1, FRONT + 2, TO + 1, FRONT + 2, top + 2.8, top + 3.3, '#3a4556');
  wall(TO + 1, FRONT + 2, TO + 1, back - 1, top + 2.9, top + 3.7, '#2a3342');
  for (let x = FROM; x <= TO; x += 12) wall(x, FRONT + 1, x + 0.25, FRONT + 1, 0, top + 2.9, '#3a4556');
}

function drawSitter(context: Context, lens: Lens, x: number, y: number, z: number, seed: number): void {
  const seat = project(lens, at(x, y, z));
  const unit = seat.scale;
  const pick = (list: readonly string[], n: number): string =>
    list[Math.floor(chance(seed + n) * list.length)] ?? '#444';
  context.fillStyle = pick(COATS, 4);
  context.fillRect(seat.x - unit * 0.24, seat.y - unit * 0.62, unit * 0.48, unit * 0.66);
  context.fillStyle = pick(FACES, 6);
  context.beginPath();
  context.arc(seat.x, seat.y - unit * 0.76, unit * 0.14, 0, 7);
  context.fill();
}
