import { FPS, type LoopSeconds } from '../mark/code';
import { flightOf, type BallState } from './ball';
import { SCRIPTS, type Touch } from './script';
import { SQUAD, type Member } from './squad';

/** One person at one frame. */
export interface Pose {
  x: number;
  y: number;
  /** Radians from +x towards +y. */
  heading: number;
  /** Metres a second. */
  speed: number;
  /** Of the stride, radians. */
  stride: number;
  /** Seconds from the moment the ball is struck, or null when no kick is near. */
  kick: number | null;
}

/** The whole loop, computed once: the same for every camera, and its end continues into its beginning. */
export interface Play {
  frames: number;
  poses(frame: number): Pose[];
  ball(frame: number): BallState;
  /** The ball's position, smoothed as an operator follows it. */
  attention(frame: number): { x: number; y: number };
}

interface Track {
  x: Float64Array;
  y: Float64Array;
}

/** Seconds in which a player approaches the ball and leaves it again. */
const APPROACH_S = 3;

export function playOf(seconds: LoopSeconds): Play {
  const script = SCRIPTS[seconds];
  const frames = seconds * FPS;
  const idea = ballIdea(script, seconds);
  const shape = { x: smooth(idea.x, FPS * 1.6), y: smooth(idea.y, FPS * 1.6) };
  const tracks = SQUAD.map((member, i) => wander(member, i, script, seconds, shape, idea));
  keepApart(tracks, frames);
  const smoothed = tracks.map((track) => ({
    x: smooth(track.x, FPS * 0.36),
    y: smooth(track.y, FPS * 0.36),
  }));
  const bodies = smoothed.map((track, i) => bodyOf(track, idea, kicksOf(SQUAD[i], script), seconds));
  const poses = (frame: number): Pose[] => bodies.map((body) => body(((frame % frames) + frames) % frames));
  const indexOf = new Map(SQUAD.map((member, i) => [member.id, i]));
  const ball = flightOf(script, seconds, (id, frame) => bodies[indexOf.get(id) ?? 0]?.(frame));
  const follow = { x: smooth(idea.x, FPS * 0.8), y: smooth(idea.y, FPS * 0.8) };
  return {
    frames,
    poses,
    ball,
    attention: (frame) => ({ x: follow.x[frame % frames] ?? 0, y: follow.y[frame % frames] ?? 0 }),
  };
}

/** Straight lines between the touches: accurate enough for the teams to shift by. */
function ballIdea(script: readonly Touch[], seconds: number): Track {
  const frames = seconds * FPS;
  const track = { x: new Float64Array(frames), y: new Float64Array(frames) };
  for (let i = 0; i < frames; i++) {
    const now = i / FPS;
    let k = script.length - 1;
    while (k > 0 && (script[k]?.at ?? 0) > now) k--;
    const from = script[k];
    const to = script[(k + 1) % script.length];
    if (!from || !to) continue;
    const span = k + 1 < script.length ? to.at - from.at : seconds - from.at;
    const t = (now - from.at) / span;
    track.x[i] = from.x + (to.x - from.x) * t;
    track.y[i] = from.y + (to.y - from.y) * t;
  }
  return track;
}

/**
 * A player's position: the home place shifted with the play, drawn to the ball by own touches and by
 * pressing.
 */
function wander(
  member: Member,
  index: number,
  script: readonly Touch[],
  seconds: number,
  shape: Track,
  idea: Track,
): Track {
  const frames = seconds * FPS;
  const own = spells(script, member.id);
  const track = { x: new Float64Array(frames), y: new Float64Array(frames) };
  for (let i = 0; i < frames; i++) {
    const now = i / FPS;
    const turn = (2 * Math.PI * now) / seconds;
    const bx = shape.x[i] ?? 0;
    const by = shape.y[i] ?? 0;
    let { x, y } = home(member, bx, by);
    x += 1.6 * Math.sin(turn * (3 + (index % 3)) + index * 1.7);
    y += 1.3 * Math.sin(turn * (2 + (index % 4)) + index * 2.3);
    ({ x, y } = press(member, x, y, idea.x[i] ?? 0, idea.y[i] ?? 0));
    let weight = 0;
    for (const spell of own) {
      const w = pull(spell, now, seconds);
      if (w <= 0) continue;
      const place = along(spell, now, seconds);
      x += (place.x - x) * w;
      y += (place.y - y) * w;
      weight = Math.max(weight, w);
    }
    track.x[i] = Math.max(-52, Math.min(52, x));
    track.y[i] = y;
  }
  return track;
}

function home(member: Member, bx: number, by: number): { x: number; y: number } {
  const { x, y } = member.home;
  if (member.team === 'referee') return { x: bx * 0.72 - 4, y: by * 0.6 + 8 };
  if (member.keeper) return { x: x - Math.sign(x) * (1 + Math.abs(bx - x) * 0.03), y: by * 0.1 };
  return { x: x * 0.72 + bx * 0.62, y: y * 0.82 + by * 0.34 };
}

/** Opponents close in on the ball from their own goal's side, the nearer the stronger. */
function press(member: Member, x: number, y: number, bx: number, by: number): { x: number; y: number } {
  if (member.keeper || member.team === 'referee') return { x, y };
  const side = member.team === 'nord' ? -1 : 1;
  const distance = Math.hypot(bx - x, by - y);
  const weight = 0.62 * Math.exp(-((distance / 12) ** 2));
  return { x: x + (bx + side * 2.6 - x) * weight, y: y + (by - y) * weight };
}

/** Consecutive touches of one player are one spell on the ball. */
function spells(script: readonly Touch[], id: string): Touch[][] {
  const found: Touch[][] = [];
  script.forEach((touch, i) => {
    if (touch.by !== id) return;
    const last = found.at(-1);
    if (last && script[i - 1]?.by === id) last.push(touch);
    else found.push([touch]);
  });
  return found;
}

function bounds(spell: Touch[]): [Touch, Touch] {
  const first = spell[0];
  const last = spell.at(-1);
  if (!first || !last) throw new Error('A spell has at least one touch.');
  return [first, last];
}

function pull(spell: Touch[], now: number, seconds: number): number {
  const [first, last] = bounds(spell);
  const before = around(now, first.at, seconds);
  const after = around(last.at, now, seconds);
  if (before <= 0 && after <= 0) return 1;
  return before > 0 && (before < after || after <= 0)
    ? 1 - ramp(before, 0.15, APPROACH_S)
    : 1 - ramp(after, 0.1, APPROACH_S);
}

function along(spell: Touch[], now: number, seconds: number): { x: number; y: number } {
  const [first, last] = bounds(spell);
  const span = last.at - first.at;
  const gone = around(first.at, now, seconds);
  const t = span > 0 ? Math.max(-0.15, Math.min(1.15, gone / span)) : 0;
  return { x: first.x + (last.x - first.x) * t, y: first.y + (last.y - first.y) * t };
}

/** Players nearer than 1.7 m to each other are moved apart. */
function keepApart(tracks: Track[], frames: number): void {
  for (let i = 0; i < frames; i++) {
    for (const a of tracks) {
      for (const b of tracks) {
        if (a === b) continue;
        const dx = (b.x[i] ?? 0) - (a.x[i] ?? 0);
        const dy = (b.y[i] ?? 0) - (a.y[i] ?? 0);
        const distance = Math.hypot(dx, dy) || 0.01;
        if (distance >= 1.7) continue;
        const push = (1.7 - distance) / 2 / distance;
        a.x[i] = (a.x[i] ?? 0) - dx * push;
        a.y[i] = (a.y[i] ?? 0) - dy * push;
        b.x[i] = (b.x[i] ?? 0) + dx * push;
        b.y[i] = (b.y[i] ?? 0) + dy * push;
      }
    }
  }
}

const kicksOf = (member: Member | undefined, script: readonly Touch[]): number[] =>
  script
    .filter((touch, i) => touch.by === member?.id && script[(i + 1) % script.length]?.by !== touch.by)
    .map((touch) => touch.at);

/** Speed, heading and stride that follow from a track. */
function bodyOf(track: Track, ball: Track, kicks: number[], seconds: number): (frame: number) => Pose {
  const frames = track.x.length;
  const vx = slope(track.x).map((v) => v * FPS);
  const vy = slope(track.y).map((v) => v * FPS);
  const face = (axis: 'x' | 'y', v: Float64Array): Float64Array =>
    smooth(
      v.map((value, i) => {
        const dx = (ball.x[i] ?? 0) - (track.x[i] ?? 0);
        const dy = (ball.y[i] ?? 0) - (track.y[i] ?? 0);
        return value + (1.4 * (axis === 'x' ? dx : dy)) / (Math.hypot(dx, dy) + 1);
      }),
      FPS * 0.15,
    );
  const fx = face('x', vx);
  const fy = face('y', vy);
  const stride = new Float64Array(frames + 1);
  for (let i = 0; i < frames; i++) {
    const speed = Math.hypot(vx[i] ?? 0, vy[i] ?? 0);
    const cadenceHz = speed < 0.25 ? 0 : 0.75 + speed * 0.14;
    stride[i + 1] = (stride[i] ?? 0) + (2 * Math.PI * cadenceHz) / FPS;
  }
  // Rounded to whole strides, so that the legs at the end of the loop match its beginning.
  const total = stride[frames] ?? 0;
  const fit = total > 0 ? (Math.round(total / (2 * Math.PI)) * 2 * Math.PI) / total : 1;
  return (frame) => {
    const nearest = kicks
      .map((at) => around(at, frame / FPS, seconds))
      .find((since) => since > -0.35 && since < 0.4);
    return {
      x: track.x[frame] ?? 0,
      y: track.y[frame] ?? 0,
      heading: Math.atan2(fy[frame] ?? 0, fx[frame] ?? 0),
      speed: Math.hypot(vx[frame] ?? 0, vy[frame] ?? 0),
      stride: (stride[frame] ?? 0) * fit,
      kick: nearest ?? null,
    };
  };
}

/** Smoothing of periodic values, so that the end of a loop continues into its beginning without a jerk. */

/** Gaussian blur over a closed loop of samples; `sigma` in samples. */
export function smooth(values: Float64Array, sigma: number): Float64Array {
  const reach = Math.ceil(sigma * 3);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / sigma) ** 2));
  const sum = kernel.reduce((a, b) => a + b, 0);
  const n = values.length;
  return values.map((_, i) => {
    let total = 0;
    kernel.forEach((weight, k) => {
      total += weight * (values[(i + k - reach + n * 4) % n] ?? 0);
    });
    return total / sum;
  });
}

/** Change per sample, from the neighbours of each. */
export function slope(values: Float64Array): Float64Array {
  const n = values.length;
  return values.map((_, i) => ((values[(i + 1) % n] ?? 0) - (values[(i + n - 1) % n] ?? 0)) / 2);
}

/** 0 below `from`, 1 above `to`, without a corner between. */
export function ramp(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** The shorter way from `a` to `b` in a loop of `length`: −length/2 … length/2. */
export function around(a: number, b: number, length: number): number {
  const d = (((b - a) % length) + length) % length;
  return d > length / 2 ? d - length : d;
}
