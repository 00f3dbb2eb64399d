import { at, chance, depthOf, project, projectShape, type Lens, type Point } from '../match/geometry';
import { BOARD_X, BOARD_Y, HALF_LENGTH, HALF_WIDTH } from '../match/pitch';
import { fillShape, FONT, layOn, type Context } from './canvas';

const BOARD_HEIGHT = 0.95;
const BOARD_LENGTH = 7;
/** The boards leave a gap around each camera, metres. */
const GAP = 9;

const BOARDS = [
  { fill: '#e6eaef', ink: '#29488c', text: 'Bäckerei Lund' },
  { fill: '#23508f', ink: '#dfe9fa', text: 'FISCHHOF NORD' },
  { fill: '#e6eaef', ink: '#3d2f66', text: 'Radhaus Petersen' },
  { fill: '#1f4a4d', ink: '#cfe9e4', text: 'Elektro Brandt' },
  { fill: '#4b3573', ink: '#e6dcf6', text: 'touchline' },
  { fill: '#7c2f2f', ink: '#f6e2dc', text: 'Gasthof Anker' },
];

interface Side {
  from: Point;
  to: Point;
  /** Outwards. */
  out: { x: number; y: number };
}

const SIDES: readonly Side[] = [
  { from: at(-BOARD_X, BOARD_Y), to: at(BOARD_X, BOARD_Y), out: { x: 0, y: 1 } },
  { from: at(BOARD_X, BOARD_Y), to: at(BOARD_X, -BOARD_Y), out: { x: 1, y: 0 } },
  { from: at(-BOARD_X, -BOARD_Y), to: at(-BOARD_X, BOARD_Y), out: { x: -1, y: 0 } },
  { from: at(BOARD_X, -BOARD_Y), to: at(-BOARD_X, -BOARD_Y), out: { x: 0, y: -1 } },
];

interface Thing {
  depth: number;
  draw: () => void;
}

/** Hedge, spectators, boards and corner flags around the field, far ones first. */
export function drawSurround(context: Context, lens: Lens): void {
  const things: Thing[] = [];
  SIDES.forEach((side, s) => {
    things.push(
      ...hedge(context, lens, side),
      ...spectators(context, lens, side, s),
      ...boards(context, lens, side, s),
    );
  });
  for (const x of [-HALF_LENGTH, HALF_LENGTH]) {
    for (const y of [-HALF_WIDTH, HALF_WIDTH]) things.push(flag(context, lens, at(x, y)));
  }
  things.sort((a, b) => b.depth - a.depth);
  for (const thing of things) thing.draw();
}

const near = (lens: Lens, p: Point, gap: number): boolean =>
  depthOf(lens, p) < 2 || Math.hypot(p.x - lens.eye.x, p.y - lens.eye.y) < gap;

function along(side: Side, metres: number, out = 0, z = 0): Point {
  const length = Math.hypot(side.to.x - side.from.x, side.to.y - side.from.y);
  const t = metres / length;
  return at(
    side.from.x + (side.to.x - side.from.x) * t + side.out.x * out,
    side.from.y + (side.to.y - side.from.y) * t + side.out.y * out,
    z,
  );
}

const lengthOf = (side: Side): number => Math.hypot(side.to.x - side.from.x, side.to.y - side.from.y);

function hedge(context: Context, lens: Lens, side: Side): Thing[] {
  const found: Thing[] = [];
  for (let m = -8; m < lengthOf(side) + 8; m += 6) {
    const a = along(side, m, 8);
    const b = along(side, m + 6, 8);
    if (near(lens, a, 16) || near(lens, b, 16)) continue;
    found.push({
      depth: depthOf(lens, along(side, m + 3, 8)) + 0.1,
      draw: () => {
        const tall = 2.5 + 0.35 * chance(m + 900);
        fillShape(
          context,
          projectShape(lens, [a, b, { ...b, z: tall }, { ...a, z: tall - 0.15 }]),
          chance(m + 30) > 0.5 ? '#16281f' : '#182c22',
        );
      },
    });
  }
  return found;
}

const COATS = [
  '#3c4654',
  '#2f3846',
  '#564a3e',
  '#3b6fe0',
  '#4a4f5c',
  '#6b7482',
  '#2c3a52',
  '#3b6fe0',
  '#8a8f99',
];
const FACES = ['#e6b892', '#f0c8a4', '#b67d50', '#8a5a36', '#dca97f'];
const CAPS = ['#2b2118', '#3b6fe0', '#1b1d22', '#8a6a42', '#e8edf3', '#4a3222'];

function spectators(context: Context, lens: Lens, side: Side, s: number): Thing[] {
  const found: Thing[] = [];
  const count = Math.round(lengthOf(side) * 0.62);
  for (let i = 0; i < count; i++) {
    const seed = i * 7 + s * 1000;
    // People gather around the middle of a side.
    if (chance(seed + 1) < 0.28 * Math.abs((i / count) * 2 - 1)) continue;
    const metres = ((i + 0.9 * chance(seed)) / count) * lengthOf(side);
    const place = along(side, metres, 1.2 + 2.6 * chance(seed + 2));
    if (near(lens, place, 14)) continue;
    found.push({ depth: depthOf(lens, place), draw: () => drawSpectator(context, lens, place, seed) });
  }
  return found;
}

function drawSpectator(context: Context, lens: Lens, place: Point, seed: number): void {
  const foot = project(lens, place);
  const unit = foot.scale * (1.62 + 0.24 * chance(seed + 3));
  const pick = (list: readonly string[], n: number): string =>
    list[Math.floor(chance(seed + n) * list.length)] ?? '#444';
  const shoulder = foot.y - unit * 0.81;
  context.fillStyle = '#1d232d';
  context.fillRect(foot.x - unit * 0.1, foot.y - unit * 0.48, unit * 0.2, unit * 0.48);
  context.fillStyle = pick(COATS, 4);
  context.beginPath();
  context.roundRect(foot.x - unit * 0.15, shoulder, unit * 0.3, unit * 0.42, unit * 0.07);
  context.fill();
  if (chance(seed + 5) > 0.86) {
    // One with the scarf held high.
    context.fillRect(foot.x - unit * 0.19, shoulder - unit * 0.2, unit * 0.06, unit * 0.3);
    context.fillRect(foot.x + unit * 0.13, shoulder - unit * 0.2, unit * 0.06, unit * 0.3);
    context.fillStyle = '#e8edf3';
    context.fillRect(foot.x - unit * 0.22, shoulder - unit * 0.27, unit * 0.44, unit * 0.08);
  }
  context.fillStyle = pick(FACES, 6);
  context.beginPath();
  context.arc(foot.x, foot.y - unit * 0.9, unit * 0.075, 0, 7);
  context.fill();
  context.fillStyle = pick(CAPS, 8);
  context.beginPath();
  context.arc(foot.x, foot.y - unit * 0.915, unit * 0.08, Math.PI, 2 * Math.PI);
  context.fill();
}

function boards(context: Context, lens: Lens, side: Side, s: number): Thing[] {
  const found: Thing[] = [];
  const count = Math.floor(lengthOf(side) / BOARD_LENGTH);
  const lead = (lengthOf(side) - count * BOARD_LENGTH) / 2;
  for (let i = 0; i < count; i++) {
    const m = lead + i * BOARD_LENGTH;
    const a = along(side, m + 0.12);
    const b = along(side, m + BOARD_LENGTH - 0.12);
    const middle = along(side, m + BOARD_LENGTH / 2);
    if (near(lens, a, GAP) || near(lens, b, GAP) || near(lens, middle, GAP)) continue;
    const behind = (lens.eye.x - middle.x) * side.out.x + (lens.eye.y - middle.y) * side.out.y > 0;
    found.push({
      depth: depthOf(lens, middle),
      draw: () => drawBoard(context, lens, a, b, behind, (i * 5 + s * 2) % BOARDS.length),
    });
  }
  return found;
}

function drawBoard(context: Context, lens: Lens, a: Point, b: Point, behind: boolean, which: number): void {
  const look = BOARDS[which] ?? BOARDS[0];
  if (!look) return;
  const shape = projectShape(lens, [a, b, { ...b, z: BOARD_HEIGHT }, { ...a, z: BOARD_HEIGHT }]);
  const shadow = projectShape(lens, [a, b].concat([b, a].map((p, i) => (i ? stepIn(p) : stepIn(p)))));
  fillShape(context, shadow, 'rgba(4, 18, 13, 0.35)');
  fillShape(context, shape, behind ? '#1e252d' : look.fill);
  if (behind) return;
  const topLeft = project(lens, { ...a, z: BOARD_HEIGHT });
  const topRight = project(lens, { ...b, z: BOARD_HEIGHT });
  const lowLeft = project(lens, a);
  context.save();
  layOn(context, topLeft, topRight, lowLeft);
  context.scale(1 / BOARD_LENGTH, 1 / BOARD_HEIGHT);
  context.font = `800 0.56px "${FONT}"`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = look.ink;
  context.fillText(look.text, BOARD_LENGTH / 2, BOARD_HEIGHT * 0.53);
  context.restore();
}

/** The strip of ground just inside a board, with its shadow. */
const stepIn = (p: Point): Point => at(p.x * (1 - 0.6 / BOARD_X), p.y * (1 - 0.6 / BOARD_Y));

function flag(context: Context, lens: Lens, place: Point): Thing {
  return {
    depth: depthOf(lens, place),
    draw: () => {
      if (depthOf(lens, place) < 1.5) return;
      const foot = project(lens, place);
      const top = project(lens, { ...place, z: 1.6 });
      context.strokeStyle = '#eef2f6';
      context.lineWidth = Math.max(1, 0.045 * foot.scale);
      context.beginPath();
      context.moveTo(foot.x, foot.y);
      context.lineTo(top.x, top.y);
      context.stroke();
      const cloth = foot.scale * 0.42;
      fillShape(
        context,
        [top, { x: top.x + cloth, y: top.y + cloth * 0.34 }, { x: top.x, y: top.y + cloth * 0.68 }],
        '#3b6fe0',
      );
    },
  };
}
