import type { Layout, Transition } from './vocabulary';

/** Corners of the frame in which a picture in picture can lie. */
export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];

/** How a picture of another shape comes into its cell: `fill` cuts off what does not fit, `fit` shows all. */
export const FITS = ['fill', 'fit'] as const;
export type Fit = (typeof FITS)[number];

/** Where the new picture goes to. */
export const DIRECTIONS = [
  'left',
  'right',
  'up',
  'down',
  'up-left',
  'up-right',
  'down-left',
  'down-right',
] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Frames that a transition may take; at 25 pictures a second 250 are ten seconds. */
export const TRANSITION_FRAMES = { min: 1, max: 250 } as const;

/** A transition that takes time. */
export interface TimedTransition {
  kind: Exclude<Transition, 'cut'>;
  /** Of the program, at its rate. */
  frames: number;
  /** Of wipe, slide and push; to the left where it is left out. */
  direction?: Direction | undefined;
  /** Of dip, as `#rrggbb`; black where it is left out. */
  color?: string | undefined;
}

export type ProgramTransition = 'cut' | TimedTransition;

/** A T-bar between its two ends, on the way from the program to what is on preview. */
export interface TBar {
  /** 0 is the program, 1 what is on preview. */
  position: number;
  /** Its frames are the hand's. */
  transition: TimedTransition;
}

/** How the cells of a layout are drawn; what is left out is as in `LAYOUT_DEFAULTS`. */
export interface LayoutOptions {
  /** Of a picture in picture. */
  corner?: Corner | undefined;
  /** Width of a picture in picture, as a share of the frame's. */
  size?: number | undefined;
  /** Width of the border of a picture in picture, pixels of a frame of 720 lines. */
  border?: number | undefined;
  /** `#rrggbb`. */
  borderColor?: string | undefined;
  fit?: Fit | undefined;
}

export const LAYOUT_DEFAULTS = {
  corner: 'bottom-right',
  size: 0.3,
  border: 3,
  borderColor: '#ffffff',
  fit: 'fill',
} as const satisfies Required<LayoutOptions>;

export const INSET_SIZE = { min: 0.15, max: 0.5 } as const;
/** Pixels of a frame of 720 lines. */
export const BORDER = { min: 0, max: 24 } as const;

/** What is in the program's picture: a camera or the slate (null) for each cell of the layout. */
export interface Scene {
  layout: Layout;
  cells: readonly (string | null)[];
  options: LayoutOptions;
}
