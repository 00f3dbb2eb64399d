import type { Graphic } from '../../contract/graphics';
import { drawGraphic, hidesSlate } from '../../core/graphics/draw';
import { anchorOf, type Drawn, type DrawFacts, NOTHING, type Part } from '../../core/graphics/parts';
import { readingOf } from '../../core/graphics/readings';
import type { FrameSize } from '../../core/layout';
import { SteadyOffset } from '../../core/time/steady-offset';
import type { Picture, ProgramDesired } from '../types';
import type { Compositor } from './compositor';
import { type GraphicBox, GraphicBoxes, boxPlanes } from './graphic-boxes';
import { type Pixels, planesOf, type Region } from './pixels';

/** One graphic on the air, or on its way. */
interface Shown {
  graphic: Graphic;
  /** Everything that its drawing depends on, but for the score and the time. */
  says: string;
  /** What of it changes with the time. */
  reading: string;
  drawn: Drawn;
  boxes: GraphicBox[];
  /** 0 is out, 1 is in. */
  share: number;
  target: 0 | 1;
  /** Of the way, in each tick. */
  step: number;
}

interface Options {
  compositor: Compositor;
  pixels: Pixels;
  frame: FrameSize;
  desired: ProgramDesired;
  /** Sentences for the log, without secrets. */
  onProblem?: ((message: string) => void) | undefined;
}

/** How far a graphic slides while it comes, pixels of a frame of 720 lines. */
const SLIDE = 48;

/**
 * Lays graphics over each picture. A graphic is drawn when it, the score or its clock has changed, into a
 * small box in the module's memory; a tick blends boxes. Those that are on the air when this begins are there
 * at once: an engine that takes over brings nothing in once more.
 */
export class GraphicsPainter {
  readonly #compositor: Compositor;
  readonly #pixels: Pixels;
  readonly #frame: FrameSize;
  readonly #boxes: GraphicBoxes;
  readonly #onProblem: (message: string) => void;
  readonly #clock = new SteadyOffset();
  /** By id, in the order of their layers. */
  #shown = new Map<string, Shown>();
  /** What each graphic of the list said when it was last looked at, by id. */
  readonly #prepared = new Map<string, string>();
  #score: DrawFacts['score'] = null;
  #scoreText = '';
  #tick = -1;

  constructor({ compositor, pixels, frame, desired, onProblem = () => undefined }: Options) {
    this.#onProblem = onProblem;
    this.#compositor = compositor;
    this.#pixels = pixels;
    this.#frame = frame;
    this.#boxes = new GraphicBoxes(pixels);
    this.#take(desired, true);
  }

  update(desired: ProgramDesired): void {
    this.#take(desired, false);
  }

  #take({ graphics = [], score = null, serverClock }: ProgramDesired, isFirst: boolean): void {
    if (serverClock) this.#clock.note(serverClock);
    const scoreText = JSON.stringify(score);
    const scoreChanged = scoreText !== this.#scoreText;
    this.#score = score;
    this.#scoreText = scoreText;
    const before = this.#shown;
    this.#shown = new Map();
    for (const graphic of graphics) {
      const known = before.get(graphic.id);
      before.delete(graphic.id);
      const { kind, content, theme, position } = graphic;
      const says = JSON.stringify([kind, content, theme, position]);
      this.#prepare(graphic, says);
      if (!known && !graphic.onAir) continue;
      const one = known ?? begun(graphic);
      this.#shown.set(graphic.id, one);
      // Drawn in the next tick, which knows the time.
      if (says !== one.says || scoreChanged) one.reading = STALE;
      one.says = says;
      one.graphic = graphic;
      if (isFirst) one.share = one.target;
      else if (one.target !== Number(graphic.onAir)) {
        one.target = graphic.onAir ? 1 : 0;
        one.step = 1 / (graphic.frames + 1);
      }
    }
    for (const gone of before.values()) this.#release(gone);
    const ids = new Set(graphics.map(({ id }) => id));
    for (const id of this.#prepared.keys()) if (!ids.has(id)) this.#prepared.delete(id);
  }

  /**
   * The picture with its graphics over it; the same picture where there are none. Valid until the next call.
   *
   * @param atMs when this tick is due, by the engine's clock
   * @param isSlate nothing else is in the picture: its words stay readable
   */
  paint(tick: number, picture: Picture, atMs: number, isSlate: boolean): Picture {
    if (tick !== this.#tick) this.#move();
    this.#tick = tick;
    if (this.#shown.size === 0) return picture;
    const facts = { score: this.#score, nowMs: this.#clock.at(atMs) ?? 0 };
    let draft: ReturnType<Compositor['draft']> | null = null;
    for (const one of this.#shown.values()) {
      if (one.share <= 0 || (isSlate && hidesSlate(one.graphic))) continue;
      this.#draw(one, facts);
      if (one.drawn.parts.length === 0) continue;
      draft ??= this.#compositor.draft(picture);
      if (one.drawn.shade > 0) this.#compositor.darken(draft, 1 - one.drawn.shade * one.share);
      this.#blend(draft.region, one);
    }
    return draft?.picture ?? picture;
  }

  /** Loads the fonts that a graphic needs (up to 60 ms for a script's first), before it goes on the air. */
  #prepare(graphic: Graphic, says: string): void {
    if (this.#prepared.get(graphic.id) === says) return;
    this.#prepared.set(graphic.id, says);
    try {
      drawGraphic(graphic, { score: this.#score, nowMs: 0 }, this.#frame, this.#boxes.tools);
    } catch {
      // Told where it is drawn.
    }
  }

  #move(): void {
    for (const [id, one] of this.#shown) {
      // A sum of steps may lie a little off its end.
      const next = one.share + (one.target === 1 ? one.step : -one.step);
      one.share = next > 1 - 1e-6 ? 1 : next < 1e-6 ? 0 : next;
      if (one.share > 0 || one.target === 1) continue;
      this.#release(one);
      this.#shown.delete(id);
    }
  }

  /** Only parts whose key has changed are drawn again. */
  #draw(one: Shown, facts: DrawFacts): void {
    const reading = readingOf(one.graphic, facts);
    if (reading === one.reading) return;
    one.reading = reading;
    const old = one.boxes;
    one.boxes = [];
    try {
      one.drawn = drawGraphic(one.graphic, facts, this.#frame, this.#boxes.tools);
      for (const part of one.drawn.parts) {
        const kept = old.findIndex(({ key, width, height }) => isBoxOf(part, key, width, height));
        one.boxes.push(
          kept < 0 ? this.#boxes.draw(part) : (old.splice(kept, 1)[0] ?? this.#boxes.draw(part)),
        );
      }
    } catch (error) {
      // The program goes on without it.
      one.drawn = NOTHING;
      const why = error instanceof Error ? error.message : String(error);
      this.#onProblem(`A graphic of the kind ${one.graphic.kind} cannot be drawn: ${why}`);
    }
    for (const box of old) this.#boxes.release(box);
  }

  #blend(target: Region, { graphic, drawn, boxes, share }: Shown): void {
    const by = slideOf(graphic, share, this.#frame);
    const opacity = Math.round(share * 256);
    drawn.parts.forEach((part, i) => {
      const box = boxes[i];
      if (box) this.#blendBox(target, box, part.x + by.x, part.y + by.y, opacity);
    });
  }

  /** What lies outside of the frame is left out. */
  #blendBox(target: Region, box: GraphicBox, x: number, y: number, opacity: number): void {
    const left = Math.max(0, -x);
    const top = Math.max(0, -y);
    const width = Math.min(box.width, this.#frame.width - x) - left;
    const height = Math.min(box.height, this.#frame.height - y) - top;
    if (width <= 0 || height <= 0) return;
    const at = boxPlanes(box.width, box.height);
    const starts = [at.y, at.u, at.v];
    planesOf(this.#frame.width, this.#frame.height).forEach((plane, i) => {
      const halve = plane.chroma ? 2 : 1;
      const stride = box.width / halve;
      const within = (top / halve) * stride + left / halve;
      this.#pixels.run.blendPlane(
        target.address + plane.offset + ((y + top) / halve) * plane.width + (x + left) / halve,
        plane.width,
        box.region.address + (starts[i] ?? 0) + within,
        box.region.address + (plane.chroma ? at.chromaAlpha : at.yAlpha) + within,
        stride,
        width / halve,
        height / halve,
        opacity,
      );
    });
  }

  #release(one: Shown): void {
    for (const box of one.boxes) this.#boxes.release(box);
    one.boxes = [];
    one.reading = STALE;
  }
}

/** What no reading is. */
const STALE = '\u0000';

function begun(graphic: Graphic): Shown {
  const target = graphic.onAir ? 1 : 0;
  const step = 1 / (graphic.frames + 1);
  return { graphic, says: '', reading: STALE, drawn: NOTHING, boxes: [], share: 0, target, step };
}

const isBoxOf = (part: Part, key: string, width: number, height: number) =>
  part.key === key && part.width === width && part.height === height;

/** From the side that its anchor is at, slower towards its place; one in the middle stays where it is. */
function slideOf({ kind, position }: Graphic, share: number, frame: FrameSize): { x: number; y: number } {
  const rest = 1 - share * share * (3 - 2 * share);
  const far = Math.round((SLIDE * rest * frame.height) / 720 / 2) * 2;
  const anchor = anchorOf(kind, position);
  if (anchor.includes('left')) return { x: -far, y: 0 };
  if (anchor.includes('right')) return { x: far, y: 0 };
  return { x: 0, y: anchor === 'top' ? -far : anchor === 'bottom' ? far : 0 };
}
