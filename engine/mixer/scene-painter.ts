import type { Scene, TimedTransition } from '../../contract/program';
import { type Cell, cellsOf, type FrameSize } from '../../core/layout';
import { travel } from '../../core/travel';
import type { CameraFrame } from '../inputs/frame-slot';
import type { Picture } from '../types';
import type { Compositor } from './compositor';
import { isSameScene, type SceneStep } from './scene-driver';

export interface Painted {
  picture: Picture;
  /** How loud the main cameras of the picture are, 0 to 1, by their share of it; others are not heard. */
  levels: ReadonlyMap<string, number>;
  /** The levels change from tick to tick. */
  glides: boolean;
}

/** Between two scenes. */
interface Way {
  transition: TimedTransition;
  /** A picture where it began in the middle of another transition: it starts from there, standing still. */
  from: Scene | Picture;
  to: Scene;
  /** 0 to 1. */
  share: number;
  /** Camera that was heard at its beginning. */
  leaving: string | null;
  /** Moved by a hand; otherwise by the clock, from this tick on. */
  by: 'hand' | { firstTick: number };
}

export interface PainterOptions {
  compositor: Compositor;
  frame: FrameSize;
  /** What is shown in place of a camera without a picture. */
  slate: () => CameraFrame;
  /** What lies behind the cells of a layout. */
  ground: Picture;
  /** What lies behind a camera alone. */
  black: Picture;
  frameOf: (cameraId: string) => CameraFrame | null;
  /** The take that was on the air before this painter began: it comes without its transition. */
  takenSeq: number;
}

/** Positions of a T-bar come some 15 times a second: the picture follows over the ticks between them. */
const HAND_FOLLOWS = 0.4;
const HAND_NEAR = 0.004;

/**
 * Draws the scene of each tick, and on the way between two scenes the transition that the director chose, by
 * the clock or by a hand on the T-bar. A take in the middle of a transition starts from the picture as it is.
 * A scene that the engine itself changed is cut.
 */
export class ScenePainter {
  readonly #options: PainterOptions;
  #scene: Scene | null = null;
  #takenSeq: number;
  #way: Way | null = null;
  #latest: Picture | null = null;
  #tick = -1;

  constructor(options: PainterOptions) {
    this.#options = options;
    this.#takenSeq = options.takenSeq;
  }

  /** The same tick may be painted again, with pictures that are newer. */
  paint(tick: number, step: SceneStep): Painted {
    const isNext = tick !== this.#tick;
    this.#tick = tick;
    this.#follow(tick, step);
    if (isNext) this.#move(tick, step);
    const way = this.#way;
    const picture = way ? this.#between(way) : this.#draw(step.scene, 'to');
    this.#latest = picture;
    return { picture, ...this.#heard(way, step.scene) };
  }

  /** Notices a new scene, and begins the way to it where a take has a transition. */
  #follow(tick: number, { scene, take }: SceneStep): void {
    const before = this.#scene;
    this.#scene = scene;
    const isNew = take !== null && take.seq !== this.#takenSeq;
    if (take) this.#takenSeq = take.seq;
    if (!before || isSameScene(before, scene)) return;
    const way = this.#way;
    if (way?.by === 'hand' && isSameScene(way.to, scene)) return;
    if (isNew && take.transition) {
      const held = way && this.#latest ? this.#options.compositor.hold(this.#latest) : null;
      const leaving = before.cells[0] ?? null;
      const by = { firstTick: tick };
      this.#way = { transition: take.transition, from: held ?? before, to: scene, share: 0, leaving, by };
    } else if (isNew) {
      this.#way = null;
    } else if (way && way.by !== 'hand') {
      // What comes may change on the way, as when its camera is lost.
      way.to = scene;
    }
  }

  #move(tick: number, { scene, tbar }: SceneStep): void {
    if (tbar && this.#way?.by !== 'hand') {
      const { transition, to } = tbar;
      this.#way = { transition, from: scene, to, share: 0, leaving: scene.cells[0] ?? null, by: 'hand' };
    }
    const way = this.#way;
    if (!way) return;
    if (way.by === 'hand') {
      if (tbar) way.to = tbar.to;
      // Without a T-bar it was let go at an end: at the far one its scene has become the program.
      const target = tbar?.position ?? (isSameScene(way.to, scene) ? 1 : 0);
      way.share += (target - way.share) * HAND_FOLLOWS;
      if (!tbar && Math.abs(target - way.share) < HAND_NEAR) this.#way = null;
    } else {
      way.share = (tick - way.by.firstTick + 1) / (way.transition.frames + 1);
      if (way.share >= 1) this.#way = null;
    }
  }

  #heard(way: Way | null, scene: Scene): Pick<Painted, 'levels' | 'glides'> {
    const coming = (way?.to ?? scene).cells[0] ?? null;
    const levels = new Map<string, number>();
    if (coming !== null) levels.set(coming, way && way.leaving !== coming ? way.share : 1);
    if (way && way.leaving !== null && way.leaving !== coming) levels.set(way.leaving, 1 - way.share);
    return { levels, glides: way !== null };
  }

  #between({ transition, from, to, share }: Way): Picture {
    const { compositor, frame, ground } = this.#options;
    const cells = 'cells' in from && transition.kind === 'mix' ? travel(from, to, frame, share) : null;
    if (cells) {
      const pictures = cells.map(({ cameraId, cell, opacity }) => ({
        frame: this.#pictureOf(cameraId),
        cell,
        opacity,
      }));
      return compositor.compose(pictures, ground, 'to');
    }
    const going = 'cells' in from ? this.#draw(from, 'from') : from;
    return compositor.blend(going, this.#draw(to, 'to'), transition, share);
  }

  #draw(scene: Scene, slot: 'from' | 'to'): Picture {
    const { compositor, frame, ground } = this.#options;
    const cells = cellsOf(scene.layout, scene.options, frame);
    const [first] = cells;
    if (scene.layout === 'single' && first) return this.#drawAlone(scene.cells[0] ?? null, first, slot);
    const pictures = cells.map((cell, i) => ({ frame: this.#pictureOf(scene.cells[i] ?? null), cell }));
    return compositor.compose(pictures, ground, slot);
  }

  /** Without a copy where the frame has the program's size, as it mostly has. */
  #drawAlone(cameraId: string | null, cell: Cell, slot: 'from' | 'to'): Picture {
    const { compositor, black } = this.#options;
    const picture = this.#pictureOf(cameraId);
    if (this.#way === null) return compositor.place(picture);
    return compositor.compose([{ frame: picture, cell }], black, slot);
  }

  #pictureOf(cameraId: string | null): CameraFrame {
    return (cameraId === null ? null : this.#options.frameOf(cameraId)) ?? this.#options.slate();
  }
}
