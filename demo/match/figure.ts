import { at, type Point } from './geometry';
import { ramp, type Pose } from './play';

/** The joints of one person in the world; all cameras see the same skeleton. Metres. */
export interface Figure {
  head: Point;
  neck: Point;
  chest: Point;
  shoulders: [left: Point, right: Point];
  hips: [left: Point, right: Point];
  arms: [left: Limb, right: Limb];
  legs: [left: Limb & { toe: Point }, right: Limb & { toe: Point }];
  /** Unit vector on the ground, the way the chest faces. */
  facing: { x: number; y: number };
}

export interface Limb {
  root: Point;
  joint: Point;
  end: Point;
}

const THIGH = 0.43;
const SHIN = 0.43;
const SOLE = 0.07;
const REACH = 0.29;
/** Lowest height of the hips above the ankle, metres. */
const HIPS_LOW = 0.76;

/** The skeleton of a pose: a run cycle by stride and speed, a kick added to the right leg. */
export function figureOf(pose: Pose, height: number, keeper: boolean): Figure {
  const size = height / 1.78;
  const effort = Math.min(1, pose.speed / 5.5);
  const cos = Math.cos(pose.heading);
  const sin = Math.sin(pose.heading);
  const lean = 0.04 + 0.2 * effort;
  /** From forward, left and up of the body into the world. */
  const put = (f: number, l: number, u: number): Point =>
    at(pose.x + (f * cos - l * sin) * size, pose.y + (f * sin + l * cos) * size, u * size);

  const left = legOf(pose.stride, effort);
  const right = kicked(legOf(pose.stride + Math.PI, effort), pose.kick);
  // The lower foot is on the ground, so that hips rise and sink with the run; in full stride both feet are in
  // the air.
  const hip = Math.max(left.drop, right.drop, HIPS_LOW) + SOLE;
  const leg = (bend: Leg, side: number): Limb & { toe: Point } => {
    const l = 0.1 * side;
    const knee = { f: Math.sin(bend.thigh) * THIGH, u: hip - Math.cos(bend.thigh) * THIGH };
    const low = bend.thigh - bend.knee;
    const ankle = { f: knee.f + Math.sin(low) * SHIN, u: knee.u - Math.cos(low) * SHIN };
    const toe = bend.thigh * 0.25 - bend.knee * 0.75;
    return {
      root: put(0, l, hip),
      joint: put(knee.f, l, knee.u),
      end: put(ankle.f, l * 0.9, ankle.u),
      toe: put(ankle.f + Math.cos(toe) * 0.16, l, ankle.u - 0.03 + Math.sin(toe) * 0.16),
    };
  };
  const chest = hip + 0.5;
  const arm = (phase: number, side: number): Limb => {
    const swing = keeper && effort < 0.45 ? 0.35 : -Math.sin(phase) * (0.12 + 0.85 * effort);
    const bend = keeper && effort < 0.45 ? 0.5 : 0.25 + 1.2 * effort;
    const out = (keeper && effort < 0.45 ? 0.75 : 0.22) * side;
    const elbow = { f: lean * 0.5 + Math.sin(swing) * REACH, u: chest - Math.cos(swing) * REACH };
    const hand = swing + bend;
    return {
      root: put(lean * 0.5, 0.21 * side, chest),
      joint: put(elbow.f, 0.23 * side + out * 0.3, elbow.u),
      end: put(elbow.f + Math.sin(hand) * 0.26, 0.23 * side + out * 0.45, elbow.u - Math.cos(hand) * 0.26),
    };
  };
  return {
    head: put(lean * 0.85, 0, chest + 0.27),
    neck: put(lean * 0.6, 0, chest + 0.08),
    chest: put(lean * 0.4, 0, chest - 0.17),
    shoulders: [put(lean * 0.5, 0.185, chest), put(lean * 0.5, -0.185, chest)],
    hips: [put(0, 0.12, hip + 0.06), put(0, -0.12, hip + 0.06)],
    arms: [arm(pose.stride, 1), arm(pose.stride + Math.PI, -1)],
    legs: [leg(left, 1), leg(right, -1)],
    facing: { x: cos, y: sin },
  };
}

interface Leg {
  /** Of the thigh from straight down, forward positive, radians. */
  thigh: number;
  knee: number;
  /** Of the ankle below the hip, metres. */
  drop: number;
}

const bent = (thigh: number, knee: number): Leg => ({
  thigh,
  knee,
  drop: Math.cos(thigh) * THIGH + Math.cos(thigh - knee) * SHIN,
});

function legOf(phase: number, effort: number): Leg {
  const thigh = Math.sin(phase) * (0.05 + 0.75 * effort) + 0.16 * effort;
  const swingForward = Math.max(0, Math.cos(phase));
  return bent(thigh, 0.08 + 0.2 * effort + 1.45 * effort * swingForward);
}

/** Swing back, through the ball, and up. */
function kicked(leg: Leg, kick: number | null): Leg {
  if (kick === null) return leg;
  const weight = ramp(kick, -0.35, -0.15) * (1 - ramp(kick, 0.15, 0.4));
  const through = ramp(kick, -0.14, 0.12);
  const thigh = -0.75 + 1.75 * through;
  const knee = 1.5 * (1 - ramp(kick, -0.14, 0.02)) + 0.12;
  return bent(leg.thigh + (thigh - leg.thigh) * weight, leg.knee + (knee - leg.knee) * weight);
}
