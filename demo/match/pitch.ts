import { at, type Point } from './geometry';

/** Half the length and half the width of the field, metres; the rest are the Laws' measures. */
export const HALF_LENGTH = 52.5;
export const HALF_WIDTH = 32;
export const GOAL_WIDTH = 7.32;
export const GOAL_HEIGHT = 2.44;
export const GOAL_DEPTH = 1.9;
/** Distance of the boards from the centre, metres. */
export const BOARD_X = HALF_LENGTH + 4;
export const BOARD_Y = HALF_WIDTH + 4;

/** Every painted line as a chain of points on the ground. */
export function pitchLines(): Point[][] {
  const lines: Point[][] = [
    box(-HALF_LENGTH, -HALF_WIDTH, HALF_LENGTH, HALF_WIDTH),
    [at(0, -HALF_WIDTH), at(0, HALF_WIDTH)],
    arc(0, 0, 9.15, 0, 2 * Math.PI),
    arc(0, 0, 0.12, 0, 2 * Math.PI),
  ];
  for (const side of [-1, 1]) {
    const goal = side * HALF_LENGTH;
    lines.push(box(goal, -20.16, goal - side * 16.5, 20.16), box(goal, -9.16, goal - side * 5.5, 9.16));
    const spot = goal - side * 11;
    lines.push(arc(spot, 0, 0.12, 0, 2 * Math.PI));
    const middle = side > 0 ? Math.PI : 0;
    const half = Math.acos(5.5 / 9.15);
    lines.push(arc(spot, 0, 9.15, middle - half, middle + half));
    for (const y of [-HALF_WIDTH, HALF_WIDTH]) {
      const start = side > 0 ? (y > 0 ? Math.PI : Math.PI / 2) : y > 0 ? -Math.PI / 2 : 0;
      lines.push(arc(goal, y, 1, start, start + Math.PI / 2));
    }
  }
  return lines;
}

function box(x1: number, y1: number, x2: number, y2: number): Point[] {
  return [at(x1, y1), at(x2, y1), at(x2, y2), at(x1, y2), at(x1, y1)];
}

function arc(x: number, y: number, radius: number, from: number, to: number): Point[] {
  const steps = Math.max(6, Math.round(Math.abs(to - from) * 12));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const a = from + ((to - from) * i) / steps;
    return at(x + Math.cos(a) * radius, y + Math.sin(a) * radius);
  });
}
