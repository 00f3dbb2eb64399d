import { FPS } from '../mark/code';
import type { Touch } from './script';

export interface BallState {
  x: number;
  y: number;
  /** Of its centre above the ground, metres. */
  z: number;
  /** Radians it has rolled. */
  roll: number;
}

export const BALL_RADIUS = 0.13;

interface Holder {
  x: number;
  y: number;
  heading: number;
}

/** Where the ball is: at the feet of its player, else on its way from foot to foot, fast at first. */
export function flightOf(
  script: readonly Touch[],
  seconds: number,
  holderAt: (id: string, frame: number) => Holder | undefined,
): (frame: number) => BallState {
  const frames = seconds * FPS;
  const feet = (touch: Touch, frame: number, reach: number): { x: number; y: number } => {
    const holder = holderAt(touch.by, ((Math.round(frame) % frames) + frames) % frames);
    if (!holder) return touch;
    return {
      x: holder.x + Math.cos(holder.heading) * reach,
      y: holder.y + Math.sin(holder.heading) * reach,
    };
  };
  return (wanted) => {
    const frame = wanted % frames;
    const now = frame / FPS;
    let k = script.length - 1;
    while (k > 0 && (script[k]?.at ?? 0) > now) k--;
    const from = script[k];
    const to = script[(k + 1) % script.length];
    if (!from || !to) return { x: 0, y: 0, z: BALL_RADIUS, roll: 0 };
    const end = k + 1 < script.length ? to.at : seconds;
    const t = (now - from.at) / (end - from.at);
    if (from.by === to.by) {
      // A dribble: pushed ahead and caught up with.
      const nudges = Math.max(1, Math.round((end - from.at) / 0.6));
      const place = feet(from, frame, 0.55 + 0.4 * Math.abs(Math.sin(Math.PI * nudges * t)));
      const held = from.by.slice(1) === '1';
      return { ...place, z: held ? 1.05 : BALL_RADIUS, roll: frame * 0.35 };
    }
    const a = feet(from, from.at * FPS, 0.55);
    const b = feet(to, end * FPS, 0.55);
    // A rolling ball slows down, a lofted one does not.
    const gone = from.loft ? t : 1 - (1 - t) ** 1.45;
    const arc = 4 * t * (1 - t) * (from.loft ?? 0);
    const hands = to.by.slice(1) === '1' ? 0.9 * t : from.by.slice(1) === '1' ? 0.9 * (1 - t) : 0;
    return {
      x: a.x + (b.x - a.x) * gone,
      y: a.y + (b.y - a.y) * gone,
      z: BALL_RADIUS + arc + hands,
      roll: frame * 0.7,
    };
  };
}
