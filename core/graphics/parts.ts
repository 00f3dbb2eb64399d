import type { Anchor, GraphicPosition, GraphicTheme, GraphicKind } from '../../contract/graphics';
import type { PublicScore } from '../../contract/score';
import type { FrameSize } from '../layout';
import type { DrawTools, Pen } from './pen';

/**
 * A rectangle of a graphic that is drawn by itself. It is drawn again when its key has changed: the digits of
 * a clock are a part of their own, so that a second costs their few pixels.
 */
export interface Part {
  /** Even pixels of the frame. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** Says everything that its drawing depends on. */
  key: string;
  /** The pen's origin is the part's top left corner; what is not drawn is transparent. */
  draw(pen: Pen): void;
}

/** A graphic as it lies over the picture. */
export interface Drawn {
  parts: Part[];
  /** How much the whole picture below it is darkened, 0 to 1. */
  shade: number;
}

export const NOTHING: Drawn = { parts: [], shade: 0 };

/** What graphics say besides their own content. */
export interface DrawFacts {
  /** Null before the sides are named. */
  score: PublicScore | null;
  /** By the server's clock, ms since 1970. */
  nowMs: number;
}

/** What the drawing of every kind begins with. */
export interface Sheet {
  frame: FrameSize;
  tools: DrawTools;
  theme: Required<GraphicTheme>;
  /** Pixels of one line of 720, times the graphic's scale. */
  unit: number;
  anchor: Anchor;
}

/** Of the frame's sides that nothing is drawn in (EBU R 95: graphics within 5 %). */
const SAFE = 0.05;

export const ANCHOR_OF: Record<GraphicKind, Anchor> = {
  'score-bug': 'top-left',
  clock: 'top-right',
  'lower-third': 'bottom-left',
  'line-up': 'middle',
  title: 'middle',
  countdown: 'bottom',
  qr: 'bottom-right',
  text: 'top',
};

export const anchorOf = (kind: GraphicKind, { anchor }: GraphicPosition): Anchor => anchor ?? ANCHOR_OF[kind];

/** The width and height in which graphics lie. */
export function safeSize({ width, height }: FrameSize): FrameSize {
  return { width: width * (1 - 2 * SAFE), height: height * (1 - 2 * SAFE) };
}

export const even = (value: number): number => Math.round(value / 2) * 2;

/** Where something of a size lies at its anchor: even, and inside the frame. */
export function placed(anchor: Anchor, size: FrameSize, frame: FrameSize): { x: number; y: number } {
  const across = anchor.includes('left') ? 0 : anchor.includes('right') ? 1 : 0.5;
  const down = anchor.startsWith('top') ? 0 : anchor.startsWith('bottom') ? 1 : 0.5;
  const along = (whole: number, part: number, share: number) => {
    const margin = whole * SAFE;
    const start = even(margin + (whole - 2 * margin - part) * share);
    return Math.max(0, Math.min(Math.floor((whole - part) / 2) * 2, start));
  };
  return {
    x: along(frame.width, size.width, across),
    y: along(frame.height, size.height, down),
  };
}
