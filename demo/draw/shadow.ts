import { project, type Lens } from '../match/geometry';
import type { Pose } from '../match/play';
import type { Context } from './canvas';

/** Four floodlights throw four faint shadows; beneath the feet they meet in a dark patch. */
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
