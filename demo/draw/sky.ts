import { at, chance, depthOf, project, projectShape, type Lens } from '../match/geometry';
import { fillShape, type Context } from './canvas';
import { drawScoreboard } from './graphics';
import { grandstand } from './stand';

/** Masts are outside the corners of the field. */
const MASTS = [
  [-40, 43],
  [40, 43],
  [-40, -46],
  [40, -46],
  [0, 47],
] as const;
const MAST_HEIGHT = 19;

/** Everything behind the boards, from the sky to the trees, far things first. */
export function drawSky(context: Context, lens: Lens): void {
  const { height, horizon, width } = lens;
  const dusk = context.createLinearGradient(0, horizon - height * 0.9, 0, horizon);
  dusk.addColorStop(0, '#0d1a30');
  dusk.addColorStop(0.55, '#294766');
  dusk.addColorStop(0.84, '#6f7f95');
  dusk.addColorStop(1, '#d3a888');
  context.fillStyle = dusk;
  context.fillRect(0, 0, width, Math.max(0, horizon) + 2);
  drawClouds(context, lens);
  drawHills(context, lens);
}

function drawClouds(context: Context, lens: Lens): void {
  context.save();
  context.filter = `blur(${(lens.height / 60).toFixed(1)}px)`;
  for (let i = 0; i < 9; i++) {
    const x = chance(i + 3) * lens.width;
    const y = lens.horizon - lens.height * (0.09 + 0.3 * chance(i + 40));
    context.fillStyle = i % 2 ? 'rgba(226, 178, 148, 0.16)' : 'rgba(24, 38, 62, 0.30)';
    context.beginPath();
    const reach = lens.height * (0.22 + 0.4 * chance(i + 70));
    context.ellipse(x, y, reach, lens.height * (0.012 + 0.018 * chance(i + 90)), 0, 0, 7);
    context.fill();
  }
  context.restore();
}

function drawHills(context: Context, lens: Lens): void {
  const unit = lens.height;
  for (const [lift, colour, seed] of [
    [0.075, '#4a5a70', 0.7],
    [0.045, '#34475a', 2.9],
  ] as const) {
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(0, lens.horizon + 2);
    for (let x = 0; x <= lens.width; x += 12) {
      const u = (x / unit) * 1.7 + seed + lens.yaw * 2;
      const rise = 0.55 + 0.3 * Math.sin(u) + 0.15 * Math.sin(u * 2.7 + seed);
      context.lineTo(x, lens.horizon - unit * lift * rise);
    }
    context.lineTo(lens.width, lens.horizon + 2);
    context.fill();
  }
}

export interface Scenery {
  depth: number;
  draw: () => void;
}

/**
 * Trees around the ground, the clubhouse, the stand and the masts, in the order in which they hide each
 * other.
 */
export function drawScenery(context: Context, lens: Lens): void {
  const things = [
    ...trees(context, lens),
    ...clubhouse(context, lens),
    ...masts(context, lens),
    ...grandstand(context, lens),
    { depth: depthOf(lens, at(-16, 44.5)), draw: () => drawScoreboard(context, lens) },
  ];
  things.sort((a, b) => b.depth - a.depth);
  for (const thing of things) if (thing.depth > 4) thing.draw();
}

function trees(context: Context, lens: Lens): Scenery[] {
  const found: Scenery[] = [];
  for (let i = 0; i < 120; i++) {
    const turn = (i / 120) * 2 * Math.PI;
    const out = 1 + 0.28 * chance(i);
    const x = Math.cos(turn) * (96 * out);
    const y = Math.sin(turn) * (76 * out);
    const depth = depthOf(lens, at(x, y));
    const tall = 7 + 9 * chance(i + 500);
    found.push({ depth, draw: () => drawTree(context, lens, x, y, tall, i) });
  }
  return found;
}

function drawTree(context: Context, lens: Lens, x: number, y: number, tall: number, seed: number): void {
  const foot = project(lens, at(x, y));
  if (foot.x < -lens.height || foot.x > lens.width + lens.height) return;
  const far = Math.min(1, Math.max(0, (foot.depth - 50) / 130));
  const light = 0.88 + 0.24 * chance(seed + 7);
  const shade = (near: readonly number[], away: readonly number[]): string =>
    `rgb(${near.map((v, i) => Math.round((v + ((away[i] ?? v) - v) * far) * light)).join(' ')})`;
  const r = tall * 0.36 * foot.scale;
  const top = foot.y - tall * foot.scale;
  // Evening light from the west on the crowns; below them it is dark.
  const crown = context.createLinearGradient(foot.x + r, top, foot.x - r * 0.5, foot.y);
  crown.addColorStop(0, shade([44, 62, 62], [66, 82, 94]));
  crown.addColorStop(0.45, shade([27, 42, 43], [47, 62, 74]));
  crown.addColorStop(1, shade([15, 27, 27], [36, 50, 58]));
  context.fillStyle = crown;
  context.beginPath();
  for (const [dx, up, size] of [
    [0, 0.64, 1],
    [-0.62, 0.44, 0.74],
    [0.62, 0.46, 0.78],
    [-0.3, 0.78, 0.56],
    [0.36, 0.76, 0.5],
    [-0.22, 0.3, 0.8],
    [0.3, 0.26, 0.8],
  ] as const) {
    const cx = foot.x + dx * r * (0.85 + 0.4 * chance(seed + up * 10));
    const cy = foot.y - (up - 0.02) * tall * foot.scale;
    context.moveTo(cx + r * size, cy);
    context.arc(cx, cy, r * size * (0.9 + 0.2 * chance(seed + up * 31)), 0, 7);
  }
  context.rect(foot.x - r * 1.1, foot.y - tall * 0.34 * foot.scale, r * 2.2, tall * 0.34 * foot.scale);
  context.fill();
}

function clubhouse(context: Context, lens: Lens): Scenery[] {
  const wing = (
    x1: number,
    x2: number,
    y: number,
    eaves: number,
    ridge: number,
    windows: number,
  ): Scenery => ({
    depth: depthOf(lens, at((x1 + x2) / 2, y)),
    draw: () => {
      const wall = projectShape(lens, [at(x1, y, 0), at(x2, y, 0), at(x2, y, eaves), at(x1, y, eaves)]);
      const inset = (x2 - x1) * 0.06;
      const roof = projectShape(lens, [
        at(x1 - 1, y, eaves),
        at(x2 + 1, y, eaves),
        at(x2 - inset, y, ridge),
        at(x1 + inset, y, ridge),
      ]);
      fillShape(context, wall, '#252a3c');
      fillShape(context, roof, '#1b1f2e');
      for (let i = 0; i < windows; i++) {
        const x = x1 + ((i + 0.5) / windows) * (x2 - x1) - 0.8;
        const pane = projectShape(lens, [
          at(x, y, eaves - 2.3),
          at(x + 1.6, y, eaves - 2.3),
          at(x + 1.6, y, eaves - 0.9),
          at(x, y, eaves - 0.9),
        ]);
        context.save();
        context.shadowColor = 'rgba(255, 196, 104, 0.8)';
        context.shadowBlur = lens.height / 50;
        fillShape(context, pane, chance(i + x) > 0.22 ? '#eab96a' : '#7a6748');
        context.restore();
      }
    },
  });
  const house = [wing(-6, 16, 56, 4.6, 8.6, 6), wing(16, 30, 54, 6.4, 10.8, 4)];
  // The shed has only a front, so it is left out where its side would be visible.
  return Math.abs(Math.cos(lens.yaw)) > 0.9 ? house : [...house, wing(-80, -66, 30, 4, 7, 3)];
}

function masts(context: Context, lens: Lens): Scenery[] {
  return MASTS.map(([x, y]) => ({
    depth: depthOf(lens, at(x, y)),
    draw: () => {
      const foot = project(lens, at(x, y, 0));
      const top = project(lens, at(x, y, MAST_HEIGHT));
      context.strokeStyle = '#141c26';
      context.lineCap = 'butt';
      context.lineWidth = Math.max(1.5, 0.42 * foot.scale);
      context.beginPath();
      context.moveTo(foot.x, foot.y);
      context.lineTo(top.x, top.y);
      context.stroke();
      context.fillStyle = '#141c26';
      context.fillRect(top.x - 1.9 * top.scale, top.y - 1.5 * top.scale, 3.8 * top.scale, 1.9 * top.scale);
      drawGlow(context, top.x, top.y - 0.6 * top.scale, 9 * top.scale, 0.55);
      context.fillStyle = '#fbfdff';
      for (let row = 0; row < 2; row++) {
        for (let i = 0; i < 4; i++) {
          context.beginPath();
          const cx = top.x + (i - 1.5) * 0.92 * top.scale;
          context.arc(cx, top.y + (-1 + row * 0.85) * top.scale, 0.36 * top.scale, 0, 7);
          context.fill();
        }
      }
    },
  }));
}

function drawGlow(context: Context, x: number, y: number, radius: number, strength: number): void {
  const glow = context.createRadialGradient(x, y, 0, x, y, radius);
  glow.addColorStop(0, `rgba(255, 255, 255, ${strength})`);
  glow.addColorStop(0.14, `rgba(234, 242, 255, ${strength * 0.45})`);
  glow.addColorStop(0.45, `rgba(200, 220, 255, ${strength * 0.12})`);
  glow.addColorStop(1, 'rgba(200, 220, 255, 0)');
  context.fillStyle = glow;
  context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

/** The flash: every floodlight flares, and the whole ground is lit for a moment. */
export function drawFlare(context: Context, lens: Lens): void {
  const haze = context.createLinearGradient(0, 0, 0, lens.height);
  haze.addColorStop(0, 'rgba(228, 238, 255, 0.42)');
  haze.addColorStop(0.5, 'rgba(228, 238, 255, 0.24)');
  haze.addColorStop(1, 'rgba(228, 238, 255, 0.12)');
  context.fillStyle = haze;
  context.fillRect(0, 0, lens.width, lens.height);
  for (const [x, y] of MASTS) {
    if (depthOf(lens, at(x, y)) < 4) continue;
    const top = project(lens, at(x, y, MAST_HEIGHT));
    drawGlow(context, top.x, top.y, 20 * top.scale, 0.9);
  }
  for (let i = 0; i < 16; i++) {
    const spot = project(lens, at(-46 + 92 * chance(i + 11), 37.5, 1.6));
    if (spot.depth > 5) drawGlow(context, spot.x, spot.y, 2.2 * spot.scale, 1);
  }
}
