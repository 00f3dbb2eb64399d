import { depthOf, project, type Lens, type Point, type ScreenPoint } from '../match/geometry';
import { figureOf, type Figure, type Limb } from '../match/figure';
import type { Pose } from '../match/play';
import type { Member } from '../match/squad';
import { FONT, type Context } from './canvas';

interface Kit {
  shirt: string;
  shade: string;
  shorts: string;
  socks: string;
  boots: string;
  ink: string;
}

const KITS = {
  nord: {
    shirt: '#3b6fe0',
    shade: '#2c56b8',
    shorts: '#f2f5f9',
    socks: '#3b6fe0',
    boots: '#1d2430',
    ink: '#ffffff',
  },
  hafen: {
    shirt: '#f2f5f8',
    shade: '#c3cad3',
    shorts: '#232b3a',
    socks: '#f2f5f8',
    boots: '#14181f',
    ink: '#1d2636',
  },
  referee: {
    shirt: '#22262c',
    shade: '#16191d',
    shorts: '#1a1d22',
    socks: '#22262c',
    boots: '#0d0f12',
    ink: '#ffffff',
  },
  nordKeeper: {
    shirt: '#f0b93a',
    shade: '#c9962a',
    shorts: '#2a2f38',
    socks: '#f0b93a',
    boots: '#14181f',
    ink: '#1d1300',
  },
  hafenKeeper: {
    shirt: '#a95fd0',
    shade: '#8445a8',
    shorts: '#2a2436',
    socks: '#a95fd0',
    boots: '#14181f',
    ink: '#ffffff',
  },
} satisfies Record<string, Kit>;

function kitOf(member: Member): Kit {
  if (member.team === 'referee') return KITS.referee;
  if (member.keeper) return member.team === 'nord' ? KITS.nordKeeper : KITS.hafenKeeper;
  return KITS[member.team];
}

/** One person: limbs are strokes with round ends between projected joints, painted from far to near. */
export function drawPlayer(context: Context, lens: Lens, member: Member, pose: Pose): void {
  const kit = kitOf(member);
  const figure = figureOf(pose, member.height, member.keeper);
  const px = project(lens, figure.chest).scale * (member.height / 1.78);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const parts: { depth: number; draw: () => void }[] = [
    ...figure.legs.map((leg) => ({
      depth: depthOf(lens, leg.joint) + 0.05,
      draw: () => drawLeg(context, lens, leg, kit, member.skin, px),
    })),
    ...figure.arms.map((arm) => ({
      depth: depthOf(lens, arm.joint),
      draw: () => drawArm(context, lens, arm, kit, member, px),
    })),
    { depth: depthOf(lens, figure.chest), draw: () => drawTorso(context, lens, figure, kit, member, px) },
    { depth: depthOf(lens, figure.head) - 0.05, draw: () => drawHead(context, lens, figure, member, px) },
  ];
  parts.sort((a, b) => b.depth - a.depth);
  for (const part of parts) part.draw();
}

function stroke(context: Context, from: ScreenPoint, to: ScreenPoint, width: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}

const between = (a: ScreenPoint, b: ScreenPoint, t: number): ScreenPoint => ({
  x: a.x + (b.x - a.x) * t,
  y: a.y + (b.y - a.y) * t,
  scale: a.scale,
  depth: a.depth,
});

function drawLeg(
  context: Context,
  lens: Lens,
  leg: Limb & { toe: Point },
  kit: Kit,
  skin: string,
  px: number,
): void {
  const hip = project(lens, leg.root);
  const knee = project(lens, leg.joint);
  const ankle = project(lens, leg.end);
  stroke(context, hip, knee, 0.135 * px, skin);
  stroke(context, between(knee, ankle, 0.12), ankle, 0.115 * px, kit.socks);
  stroke(context, hip, between(hip, knee, 0.62), 0.2 * px, kit.shorts);
  stroke(context, ankle, project(lens, leg.toe), 0.1 * px, kit.boots);
}

function drawArm(context: Context, lens: Lens, arm: Limb, kit: Kit, member: Member, px: number): void {
  const shoulder = project(lens, arm.root);
  const elbow = project(lens, arm.joint);
  const hand = project(lens, arm.end);
  const glove = member.keeper ? '#e9edf2' : member.skin;
  stroke(context, shoulder, elbow, 0.09 * px, member.skin);
  stroke(context, elbow, hand, 0.08 * px, member.skin);
  if (member.keeper) stroke(context, between(elbow, hand, 0.8), hand, 0.13 * px, glove);
  stroke(context, shoulder, between(shoulder, elbow, member.keeper ? 1 : 0.62), 0.13 * px, kit.shirt);
}

function drawTorso(context: Context, lens: Lens, figure: Figure, kit: Kit, member: Member, px: number): void {
  const [sl, sr] = figure.shoulders.map((p) => project(lens, p));
  const [hl, hr] = figure.hips.map((p) => project(lens, p));
  if (!sl || !sr || !hl || !hr) return;
  const outline = (colour: string, a: ScreenPoint, b: ScreenPoint, c: ScreenPoint, d: ScreenPoint): void => {
    context.fillStyle = colour;
    context.strokeStyle = colour;
    context.lineWidth = 0.15 * px;
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.lineTo(c.x, c.y);
    context.lineTo(d.x, d.y);
    context.closePath();
    context.fill();
    context.stroke();
  };
  outline(kit.shorts, between(hl, sl, 0.05), between(hr, sr, 0.05), hr, hl);
  outline(kit.shirt, sl, sr, between(hr, sr, 0.16), between(hl, sl, 0.16));
  if (px < 14) return;
  // The side away from the floodlights on the right.
  const [shoulder, hip] = sl.x > sr.x ? [sl, hl] : [sr, hr];
  const inner = sl.x > sr.x ? [sr, hr] : [sl, hl];
  const innerShoulder = inner[0];
  const innerHip = inner[1];
  if (innerShoulder && innerHip) {
    context.lineWidth = 0.06 * px;
    context.fillStyle = kit.shade;
    context.strokeStyle = kit.shade;
    context.beginPath();
    const edge = 0.045 * px;
    const top = between(innerShoulder, shoulder, 0.78);
    const low = between(innerHip, hip, 0.66);
    context.moveTo(top.x, top.y);
    context.lineTo(shoulder.x + edge, shoulder.y + edge);
    context.lineTo(hip.x + edge, hip.y - 0.11 * px);
    context.lineTo(low.x, low.y - 0.11 * px);
    context.closePath();
    context.fill();
    context.stroke();
  }
  if (member.number > 0) drawNumber(context, lens, figure, kit.ink, member.number, px);
}

/** On chest and back, narrowing as the player turns; none from the side. */
function drawNumber(
  context: Context,
  lens: Lens,
  figure: Figure,
  ink: string,
  number: number,
  px: number,
): void {
  const dx = figure.chest.x - lens.eye.x;
  const dy = figure.chest.y - lens.eye.y;
  const turned = Math.abs(dx * figure.facing.x + dy * figure.facing.y) / (Math.hypot(dx, dy) || 1);
  if (turned < 0.35 || px < 12) return;
  const chest = project(lens, figure.chest);
  context.save();
  context.translate(chest.x, chest.y + 0.005 * px);
  context.scale(turned, 1);
  context.font = `800 ${(0.27 * px).toFixed(1)}px "${FONT}"`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = ink;
  context.fillText(String(number), 0, 0);
  context.restore();
}

function drawHead(context: Context, lens: Lens, figure: Figure, member: Member, px: number): void {
  const head = project(lens, figure.head);
  const neck = project(lens, figure.neck);
  const radius = 0.125 * px;
  stroke(context, neck, between(neck, head, 0.5), 0.1 * px, member.skin);
  context.fillStyle = member.skin;
  context.beginPath();
  context.ellipse(head.x, head.y, radius * 0.9, radius * 1.08, 0, 0, Math.PI * 2);
  context.fill();
  // Hair covers the top and the side away from the face.
  const dx = head.depth > 0 ? (figure.head.x - lens.eye.x) / head.depth : 0;
  const dy = head.depth > 0 ? (figure.head.y - lens.eye.y) / head.depth : 0;
  const away = dx * figure.facing.x + dy * figure.facing.y;
  const side = figure.facing.x * Math.sin(lens.yaw) - figure.facing.y * Math.cos(lens.yaw);
  context.fillStyle = member.hair;
  context.beginPath();
  if (away > 0.45) {
    context.ellipse(head.x, head.y - radius * 0.12, radius * 0.95, radius * 1.0, 0, 0, Math.PI * 2);
  } else {
    const tilt = -side * 0.75;
    context.ellipse(
      head.x,
      head.y - radius * 0.12,
      radius * 0.97,
      radius * 1.06,
      tilt,
      Math.PI * 1.03,
      Math.PI * 1.97,
    );
    context.closePath();
  }
  context.fill();
}
