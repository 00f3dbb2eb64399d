import { at, depthOf, type Lens, mix, type Point, project, projectShape } from '../match/geometry';
import {
  BOARD_X,
  BOARD_Y,
  GOAL_DEPTH,
  GOAL_HEIGHT,
  GOAL_WIDTH,
  HALF_LENGTH,
  HALF_WIDTH,
  pitchLines,
} from '../match/pitch';
import { bitmap, type Bitmap, type Context, fillShape } from './canvas';

/** Painted lines are 12 cm wide. */
const LINE_WIDTH = 0.12;
const STRIPES = 20;

export function drawGround(context: Context, lens: Lens): void {
  drawSurroundings(context, lens);
  drawStripes(context, lens);
  drawLight(context, lens);
  context.globalAlpha = 0.9;
  for (const line of pitchLines()) drawLine(context, lens, line);
  context.globalAlpha = 1;
}

function drawSurroundings(context: Context, lens: Lens): void {
  const far = context.createLinearGradient(0, lens.horizon, 0, lens.horizon + lens.height * 0.35);
  far.addColorStop(0, '#131f1f');
  far.addColorStop(1, '#1b3528');
  context.fillStyle = far;
  context.fillRect(0, lens.horizon, lens.width, lens.height - lens.horizon);
  fillShape(context, projectShape(lens, rectangle(-BOARD_X, -BOARD_Y, BOARD_X, BOARD_Y)), '#2a6040');
}

/** Mown across: stripes of 5.25 m, alternately lighter and darker. */
function drawStripes(context: Context, lens: Lens): void {
  const width = (2 * HALF_LENGTH) / STRIPES;
  for (let i = 0; i < STRIPES; i++) {
    const x = -HALF_LENGTH + i * width;
    const shape = rectangle(x, -HALF_WIDTH - 2, x + width, HALF_WIDTH + 2);
    fillShape(context, projectShape(lens, shape), i % 2 ? '#3a7a4c' : '#326d44');
  }
}

/** Floodlights: bright in the middle, darker towards the ends and towards the camera. */
function drawLight(context: Context, lens: Lens): void {
  const pools = [at(-24, 0), at(24, 0), at(0, 10)];
  for (const pool of pools) {
    const centre = project(lens, pool);
    if (centre.depth < 8) continue;
    const flat = Math.max(0.12, (lens.eye.z / centre.depth) * 1.1);
    const radius = 30 * centre.scale;
    context.save();
    context.beginPath();
    context.rect(0, lens.horizon, lens.width, lens.height);
    context.clip();
    context.translate(centre.x, centre.y);
    context.scale(1, flat);
    const glow = context.createRadialGradient(0, 0, 0, 0, 0, radius);
    glow.addColorStop(0, 'rgba(196, 240, 176, 0.20)');
    glow.addColorStop(1, 'rgba(196, 240, 176, 0)');
    context.fillStyle = glow;
    context.fillRect(-radius, -radius, 2 * radius, 2 * radius);
    context.restore();
  }
  const near = context.createLinearGradient(0, lens.height * 0.55, 0, lens.height);
  near.addColorStop(0, 'rgba(6, 24, 18, 0)');
  near.addColorStop(1, 'rgba(6, 24, 18, 0.34)');
  context.fillStyle = near;
  context.fillRect(0, lens.height * 0.55, lens.width, lens.height * 0.45);
}

/** Lines are flat bands of the ground, so they grow towards the camera; far ones have a minimum width. */
function drawLine(context: Context, lens: Lens, line: readonly Point[]): void {
  context.fillStyle = '#e9f2ea';
  context.strokeStyle = '#e9f2ea';
  for (let i = 0; i + 1 < line.length; i++) {
    const from = line[i];
    const to = line[i + 1];
    if (!from || !to) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const pieces = Math.max(1, Math.ceil(length / 4));
    const nx = (-(to.y - from.y) / length) * (LINE_WIDTH / 2);
    const ny = ((to.x - from.x) / length) * (LINE_WIDTH / 2);
    for (let k = 0; k < pieces; k++) {
      const a = mix(from, to, k / pieces);
      const b = mix(from, to, (k + 1) / pieces);
      const shape = projectShape(lens, [
        at(a.x + nx, a.y + ny),
        at(b.x + nx, b.y + ny),
        at(b.x - nx, b.y - ny),
        at(a.x - nx, a.y - ny),
      ]);
      fillShape(context, shape);
      context.lineWidth = lens.height / 900;
      context.stroke();
    }
  }
}

function rectangle(x1: number, y1: number, x2: number, y2: number): Point[] {
  return [at(x1, y1), at(x2, y1), at(x2, y2), at(x1, y2)];
}

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
