import { depthOf, project, type Lens } from '../match/geometry';
import { BALL_RADIUS, type BallState } from '../match/ball';
import { playOf, type Play, type Pose } from '../match/play';
import { SQUAD } from '../match/squad';
import { viewOf } from '../match/views';
import { flashAge, type LoopSeconds } from '../mark/code';
import { bitmap, type Bitmap, type Context } from './canvas';
import { drawGround, goalLayers } from './ground';
import { drawMark, drawScoreboardClock } from './graphics';
import { drawPlayer } from './player';
import { drawFlare, drawScenery, drawSky } from './sky';
import { drawSurround } from './surround';

export interface Painter {
  readonly frames: number;
  /** Draws a frame of the loop; the picture is the same canvas each time. */
  paint(frame: number): Bitmap;
}

/** Strength of the flash in its three frames, 0 to 1. */
const FLASH_STRENGTH = [1, 0.8, 0.4];

/** Draws one camera's view. The background is drawn once; a frame adds people and ball to it. */
export function painterOf(
  camera: number,
  size: { width: number; height: number },
  loop: LoopSeconds,
): Painter {
  const view = viewOf(camera);
  const lens = view.lens(size.width, size.height);
  const play = playOf(loop);
  const still = stillOf(lens);
  const flare = layer(lens, drawFlare);
  const goals = goalLayers(lens);
  const { canvas, context } = bitmap(size.width, size.height);
  return {
    frames: play.frames,
    paint: (frame) => {
      const left = view.window(lens, size.width, play.attention(frame));
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(still, -left, 0);
      context.setTransform(1, 0, 0, 1, -left, 0);
      const visible = { from: left - size.height * 0.3, to: left + size.width + size.height * 0.3 };
      drawScoreboardClock(context, lens, frame);
      paintAction(context, lens, play, frame, goals, visible);
      context.setTransform(1, 0, 0, 1, 0, 0);
      const age = flashAge(frame);
      if (age !== null) {
        context.globalAlpha = FLASH_STRENGTH[age] ?? 0;
        context.drawImage(flare, -left, 0);
        context.globalAlpha = 1;
      }
      drawMark(context, size.width, size.height, { camera, frame, flash: age !== null });
      return canvas;
    },
  };
}

function layer(lens: Lens, draw: (context: Context, lens: Lens) => void): Bitmap {
  const { canvas, context } = bitmap(lens.width, lens.height);
  draw(context, lens);
  return canvas;
}

function stillOf(lens: Lens): Bitmap {
  return layer(lens, (context) => {
    drawSky(context, lens);
    drawGround(context, lens);
    drawScenery(context, lens);
    drawSurround(context, lens);
  });
}

function paintAction(
  context: Context,
  lens: Lens,
  play: Play,
  frame: number,
  goals: ReturnType<typeof goalLayers>,
  visible: { from: number; to: number },
): void {
  const poses = play.poses(frame);
  const ball = play.ball(frame);
  const things: { depth: number; draw: () => void }[] = goals.map((goal) => ({
    depth: goal.depth,
    draw: () => context.drawImage(goal.picture, goal.x, goal.y),
  }));
  SQUAD.forEach((member, i) => {
    const pose = poses[i];
    if (!pose) return;
    const place = { x: pose.x, y: pose.y, z: 0 };
    const depth = depthOf(lens, place);
    const { x } = project(lens, place);
    if (depth < 2.2 || x < visible.from || x > visible.to) return;
    drawShadow(context, lens, pose, member.height);
    things.push({ depth, draw: () => drawPlayer(context, lens, member, pose) });
  });
  drawBallShadow(context, lens, ball);
  things.push({ depth: depthOf(lens, ball), draw: () => drawBall(context, lens, ball) });
  things.sort((a, b) => b.depth - a.depth);
  for (const thing of things) thing.draw();
}

function drawBallShadow(context: Context, lens: Lens, ball: BallState): void {
  const spot = project(lens, { ...ball, z: 0 });
  if (spot.depth < 1) return;
  context.fillStyle = 'rgba(4, 18, 13, 0.36)';
  context.beginPath();
  const radius = BALL_RADIUS * (1.15 + ball.z * 0.12) * spot.scale;
  context.ellipse(
    spot.x,
    spot.y,
    radius,
    radius * Math.max(0.1, Math.min(0.6, lens.eye.z / spot.depth)),
    0,
    0,
    7,
  );
  context.fill();
}

function drawBall(context: Context, lens: Lens, ball: BallState): void {
  const spot = project(lens, ball);
  if (spot.depth < 1) return;
  const radius = Math.max(lens.height / 300, BALL_RADIUS * spot.scale);
  context.fillStyle = '#fafcff';
  context.beginPath();
  context.arc(spot.x, spot.y, radius, 0, 7);
  context.fill();
  if (radius < 4) return;
  context.fillStyle = 'rgba(96, 110, 128, 0.35)';
  context.beginPath();
  context.arc(spot.x, spot.y, radius, 0.2, Math.PI - 0.2);
  context.fill();
  context.fillStyle = '#262d37';
  for (let i = 0; i < 3; i++) {
    const turn = ball.roll + (i * 2 * Math.PI) / 3;
    context.beginPath();
    context.arc(
      spot.x + Math.cos(turn) * radius * 0.62,
      spot.y + Math.sin(turn) * radius * 0.4,
      radius * 0.24,
      0,
      7,
    );
    context.fill();
  }
}

/** Four floodlights cast four faint shadows; under the feet they meet in a dark patch. */
export function drawShadow(context: Context, lens: Lens, pose: Pose, height: number): void {
  const foot = project(lens, { x: pose.x, y: pose.y, z: 0 });
  const flat = Math.max(0.08, Math.min(0.6, (lens.eye.z / foot.depth) * 0.9));
  context.lineCap = 'round';
  context.strokeStyle = 'rgba(5, 22, 16, 0.13)';
  context.lineWidth = Math.max(1, 0.36 * foot.scale * Math.max(flat, 0.16));
  for (const [sx, sy] of [
    [1, 0.35],
    [-1, 0.35],
    [0.8, -0.55],
    [-0.8, -0.55],
  ] as const) {
    const end = project(lens, { x: pose.x + sx * height * 0.95, y: pose.y + sy * height * 0.95, z: 0 });
    context.beginPath();
    context.moveTo(foot.x, foot.y);
    context.lineTo(end.x, end.y);
    context.stroke();
  }
  context.fillStyle = 'rgba(4, 18, 13, 0.34)';
  context.beginPath();
  context.ellipse(foot.x, foot.y, 0.36 * foot.scale, 0.36 * foot.scale * flat, 0, 0, Math.PI * 2);
  context.fill();
}
