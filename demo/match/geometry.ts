/**
 * A point of the ground, metres: x along the pitch to the north goal, y across it away from the main stand, z
 * up.
 */
export interface Point {
  x: number;
  y: number;
  z: number;
}

export interface ScreenPoint {
  x: number;
  y: number;
  /** Pixels per metre at this depth. */
  scale: number;
  /** Metres in front of the camera. */
  depth: number;
}

/**
 * A camera held level, its picture plane shifted instead of tilted as architects' lenses do: verticals stay
 * vertical, and the picture can pan by moving a window over the plane, without drawing the static parts
 * again.
 */
export interface Lens {
  eye: Point;
  /** Direction of view on the ground, radians from +x towards +y. */
  yaw: number;
  /** Pixels. */
  focal: number;
  /** Of the whole plane, pixels. */
  width: number;
  height: number;
  /** Line of the horizon, pixels from the top of the plane. */
  horizon: number;
}

/** Nearer things are not drawn, metres. */
const NEAR = 0.6;

export function at(x: number, y: number, z = 0): Point {
  return { x, y, z };
}

export function depthOf(lens: Lens, p: Point): number {
  return (p.x - lens.eye.x) * Math.cos(lens.yaw) + (p.y - lens.eye.y) * Math.sin(lens.yaw);
}

/** A point on the plane. Points nearer than `NEAR` are moved there. */
export function project(lens: Lens, p: Point): ScreenPoint {
  const dx = p.x - lens.eye.x;
  const dy = p.y - lens.eye.y;
  const cos = Math.cos(lens.yaw);
  const sin = Math.sin(lens.yaw);
  const depth = Math.max(NEAR, dx * cos + dy * sin);
  const scale = lens.focal / depth;
  return {
    x: lens.width / 2 + (dx * sin - dy * cos) * scale,
    y: lens.horizon - (p.z - lens.eye.z) * scale,
    scale,
    depth,
  };
}

/** A flat shape cut at the near plane and projected; empty where all of it is behind the camera. */
export function projectShape(lens: Lens, shape: readonly Point[]): ScreenPoint[] {
  const seen: ScreenPoint[] = [];
  shape.forEach((from, i) => {
    const to = shape[(i + 1) % shape.length] ?? from;
    const a = depthOf(lens, from);
    const b = depthOf(lens, to);
    if (a >= NEAR) seen.push(project(lens, from));
    if (a >= NEAR !== b >= NEAR) {
      const t = (NEAR - a) / (b - a);
      seen.push(project(lens, mix(from, to, t)));
    }
  });
  return seen;
}

export function mix(a: Point, b: Point, t: number): Point {
  return at(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t);
}

/** A number in 0…1, the same for the same seed: scenery must not differ between two renderings. */
export function chance(seed: number): number {
  const x = Math.sin(seed * 127.1 + 311.7) * 43758.5453;
  return x - Math.floor(x);
}
