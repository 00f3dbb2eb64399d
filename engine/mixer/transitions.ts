import type { Direction, TimedTransition } from '../../contract/program';
import { BLACK, type Color, colorOf, type PicturePainter } from './picture-painter';
import { NO_CHROMA, type Pixels, planesOf, type Region } from './pixels';
import { even } from '../../core/layout';
import { type Size, uncovered } from './scaling';

/** Width of the soft edge of a wipe, of the picture's width. */
const SOFT_EDGE = 0.02;

/** Where the new picture goes to, by axis: -1 to the left or up, 1 to the right or down. */
const STEPS: Record<Direction, { x: number; y: number }> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
  'up-left': { x: -1, y: -1 },
  'up-right': { x: 1, y: -1 },
  'down-left': { x: -1, y: 1 },
  'down-right': { x: 1, y: 1 },
};

interface Regions {
  target: Region;
  from: Region;
  to: Region;
}

/** Draws what is between two pictures of one size that lie in the module's memory. */
export class TransitionPainter {
  readonly #pixels: Pixels;
  readonly #painter: PicturePainter;
  readonly #size: Size;

  constructor(pixels: Pixels, painter: PicturePainter, size: Size) {
    this.#pixels = pixels;
    this.#painter = painter;
    this.#size = size;
  }

  /** `share` is more than 0 and less than 1. */
  draw(regions: Regions, { kind, direction = 'left', color }: TimedTransition, share: number): void {
    switch (kind) {
      case 'mix': {
        const { target, from, to } = regions;
        const weight = Math.round(share * 256);
        this.#pixels.run.mixBytes(target.address, from.address, to.address, target.length, weight);
        return;
      }
      case 'dip': {
        const { target, from, to } = regions;
        const through = color === undefined ? BLACK : colorOf(color);
        if (share < 0.5) this.fade(target, from, through, 1 - share * 2);
        else this.fade(target, to, through, share * 2 - 1);
        return;
      }
      case 'wipe':
        this.#wipe(regions, direction, share);
        return;
      case 'slide':
      case 'push':
        this.#slide(regions, direction, share, kind === 'push');
        return;
    }
  }

  /** A picture on its way to a colour: `level` 1 is the picture, 0 the colour. */
  fade(target: Region, source: Region, color: Color, level: number): void {
    const weight = Math.max(0, Math.min(256, Math.round(level * 256)));
    planesOf(this.#size.width, this.#size.height).forEach(({ offset, width, height }, i) => {
      const value = color[i] ?? NO_CHROMA;
      this.#pixels.run.fadeBytes(
        target.address + offset,
        source.address + offset,
        width * height,
        value,
        weight,
      );
    });
  }

  /**
   * The edge is a line that goes through the picture from one side or corner to the other. How far a point is
   * along that way is 0 to 1, a linear function of its place; the new picture is where the edge has been.
   */
  #wipe({ target, from, to }: Regions, direction: Direction, share: number): void {
    const { width, height } = this.#size;
    const step = STEPS[direction];
    const axes = Math.abs(step.x) + Math.abs(step.y);
    const slopeX = step.x / width / axes;
    const slopeY = step.y / height / axes;
    const origin = (Number(step.x < 0) + Number(step.y < 0)) / axes;
    const soft = SOFT_EDGE * width * Math.hypot(slopeX, slopeY);
    // From before the first point to where the last one has all its weight.
    const edge = share * (1 + soft);
    const scale = 256 / soft;
    for (const plane of planesOf(width, height)) {
      const pixels = plane.chroma ? 2 : 1;
      const middle = pixels / 2;
      this.#pixels.run.wipePlane(
        target.address + plane.offset,
        from.address + plane.offset,
        to.address + plane.offset,
        plane.width,
        plane.height,
        (edge - origin - (slopeX + slopeY) * middle) * scale,
        -slopeX * pixels * scale,
        -slopeY * pixels * scale,
      );
    }
  }

  /**
   * By even steps, because of the chroma. Between two pictures that push each other to a corner the old one
   * stays where it was, so that nothing is empty.
   */
  #slide({ target, from, to }: Regions, direction: Direction, share: number, pushes: boolean): void {
    const { width, height } = this.#size;
    const step = STEPS[direction];
    const whole = { x: 0, y: 0, width, height };
    const gone = { x: step.x * even(share * width), y: step.y * even(share * height) };
    const coming = { x: gone.x - step.x * width, y: gone.y - step.y * height };
    const next = shown(coming, this.#size);
    this.#painter.copy(target, to, { ...next, x: next.x - coming.x, y: next.y - coming.y }, coming);
    const last = shown(gone, this.#size);
    const holes = pushes ? [next, last] : [next];
    if (pushes) this.#painter.copy(target, from, { ...last, x: last.x - gone.x, y: last.y - gone.y }, gone);
    for (const part of uncovered(whole, holes)) this.#painter.copy(target, from, part);
  }
}

/** What is in the frame of a picture of its size that has moved. */
function shown(by: { x: number; y: number }, { width, height }: Size) {
  const x = Math.max(0, by.x);
  const y = Math.max(0, by.y);
  return { x, y, width: width - Math.abs(by.x), height: height - Math.abs(by.y) };
}
