/** Graphics over the program's picture: what each kind says, and how it is drawn. */

/** What lies over the picture. */
export const GRAPHIC_KINDS = [
  'score-bug',
  'clock',
  'lower-third',
  'line-up',
  'title',
  'countdown',
  'qr',
  'text',
] as const;
export type GraphicKind = (typeof GRAPHIC_KINDS)[number];

/** Where a graphic lies within the safe area. */
export const ANCHORS = [
  'top-left',
  'top',
  'top-right',
  'left',
  'middle',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
export type Anchor = (typeof ANCHORS)[number];

/** What is left out is as the kind has it (core/graphics). */
export interface GraphicPosition {
  anchor?: Anchor | undefined;
  /** Of the size that its kind has. */
  scale?: number | undefined;
}

export const GRAPHIC_SCALE = { min: 0.5, max: 2 } as const;

/** Colours as `#rrggbb`. */
export interface GraphicTheme {
  /** Behind the text. */
  ground?: string | undefined;
  text?: string | undefined;
  accent?: string | undefined;
  /** Of the two teams. */
  home?: string | undefined;
  away?: string | undefined;
}

export const THEME_DEFAULTS = {
  ground: '#14181f',
  text: '#ffffff',
  accent: '#4d8dff',
  home: '#2f6fed',
  away: '#d33f49',
} as const satisfies Required<GraphicTheme>;

/** A QR code as squares: row by row, four to a hexadecimal digit, 1 is dark. */
export interface QrSquares {
  size: number;
  bits: string;
}

/** What a graphic of each kind says. Sides, points and clock are those of the event's score. */
export interface GraphicContents {
  'score-bug': { clock: boolean; period: boolean };
  clock: { label: string };
  'lower-third': { title: string; subtitle: string };
  'line-up': { title: string; players: { number: string; name: string }[] };
  title: { title: string; subtitle: string };
  /** `until` in ISO 8601. */
  countdown: { label: string; until: string };
  /** Of the watch page; address and squares are the server's. */
  qr: { label: string; url: string; code: QrSquares };
  text: { text: string };
}

interface GraphicFacts {
  id: string;
  /** Its name in the prepared list; '' where what it says is name enough. */
  name: string;
  theme: GraphicTheme;
  position: GraphicPosition;
  /** A higher one lies over a lower one. */
  layer: number;
  onAir: boolean;
  /** Of its last move in or out, at the program's rate. */
  frames: number;
  /** Who moved it last in or out, and when; null before the first time. */
  movedBy: string | null;
  movedAt: string | null;
}

/** What is drawn of a graphic. */
export type GraphicSays = { [K in GraphicKind]: { kind: K; content: GraphicContents[K] } }[GraphicKind];

/** A graphic of the prepared list. */
export type Graphic = GraphicFacts & GraphicSays;

/** How long a graphic may take to come or go, frames; 0 is at once. */
export const GRAPHIC_FRAMES = { min: 0, max: 250, usual: 12 } as const;
export const LAYERS = { min: 0, max: 99 } as const;
