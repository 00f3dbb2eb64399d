import { at, depthOf, mix, project, type Lens, type Point } from '../match/geometry';
import { GOAL_DEPTH, GOAL_HEIGHT, GOAL_WIDTH, HALF_LENGTH } from '../match/pitch';
import { bitmap, type Bitmap, type Context } from './canvas';

/** A goal, drawn once into a picture of its own, so that players pass in front of and behind it. */
export interface GoalLayer {
  depth: number;
  picture: Bitmap;
  x: number;
  y: number;
}

const MESH = 0.3;

export function goalLayers(lens: Lens): GoalLayer[] {
  return [-1, 1].flatMap((side) => {
    const layer = goalLayer(lens, side);
    return layer ? [layer] : [];
  });
}

function goalLayer(lens: Lens, side: number): GoalLayer | null {
  const line = side * HALF_LENGTH;
  const back = line + side * GOAL_DEPTH;
  const half = GOAL_WIDTH / 2;
  const frame = (y: number, z: number): Point => at(line, y, z);
  const rear = (y: number, z: number): Point => at(z > 1 ? line + side * 0.9 : back, y, z);
  const corners = [
    frame(-half, 0),
    frame(half, 0),
    frame(-half, GOAL_HEIGHT),
    frame(half, GOAL_HEIGHT),
    rear(-half, 0),
    rear(half, 0),
  ];
  if (corners.some((p) => depthOf(lens, p) < 3)) return null;
  const seen = corners.map((p) => project(lens, p));
  const pad = 8;
  const x = Math.floor(Math.min(...seen.map((p) => p.x))) - pad;
  const y = Math.floor(Math.min(...seen.map((p) => p.y))) - pad;
  const { canvas, context } = bitmap(
    Math.max(...seen.map((p) => p.x)) - x + pad,
    Math.max(...seen.map((p) => p.y)) - y + pad,
  );
  context.translate(-x, -y);
  const pen = (a: Point, b: Point, width: number, colour: string): void =>
    line3(context, lens, a, b, width, colour);
  const thread = 'rgba(233, 240, 246, 0.34)';
  const top = (yy: number): Point => at(line + side * 0.9, yy, GOAL_HEIGHT);
  for (let yy = -half; yy <= half + 0.01; yy += MESH) {
    pen(top(yy), at(back, yy, 0), 0.012, thread);
    pen(frame(yy, GOAL_HEIGHT), top(yy), 0.012, thread);
  }
  for (let t = 0; t <= 1.001; t += 0.11) {
    const a = mix(top(-half), at(back, -half, 0), t);
    const b = mix(top(half), at(back, half, 0), t);
    pen(a, b, 0.012, thread);
    for (const edge of [-half, half])
      pen(frame(edge, GOAL_HEIGHT * (1 - t)), mix(top(edge), at(back, edge, 0), t), 0.012, thread);
  }
  for (let k = 1; k < 5; k++) {
    for (const edge of [-half, half]) {
      pen(
        mix(frame(edge, GOAL_HEIGHT), top(edge), k / 5),
        mix(frame(edge, 0), at(back, edge, 0), k / 5),
        0.012,
        thread,
      );
    }
  }
  for (const edge of [-half, half]) {
    pen(frame(edge, 0), frame(edge, GOAL_HEIGHT), 0.12, '#f4f7fa');
    pen(frame(edge, GOAL_HEIGHT), top(edge), 0.06, '#c3ccd6');
    pen(top(edge), at(back, edge, 0), 0.05, '#c3ccd6');
  }
  pen(frame(-half, GOAL_HEIGHT), frame(half, GOAL_HEIGHT), 0.12, '#f4f7fa');
  return { depth: depthOf(lens, at(line + side * 0.6, 0)), picture: canvas, x, y };
}

function line3(context: Context, lens: Lens, a: Point, b: Point, width: number, colour: string): void {
  const from = project(lens, a);
  const to = project(lens, b);
  context.strokeStyle = colour;
  context.lineCap = 'round';
  context.lineWidth = Math.max(lens.height / 1000, width * ((from.scale + to.scale) / 2));
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}
