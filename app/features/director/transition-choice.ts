import { type Direction, DIRECTIONS, TRANSITION_FRAMES } from '../../../contract/program';
import { type Transition, TRANSITIONS } from '../../../contract/vocabulary';
import type { BodyOf } from '../../api/client';
import { useStored } from '../../ui/use-stored';

/** Kinds that AUTO can make. */
export const TIMED_KINDS = TRANSITIONS.filter((kind) => kind !== 'cut');
export type TimedKind = Exclude<Transition, 'cut'>;

export type SentTransition = Exclude<
  NonNullable<BodyOf<'POST /api/v1/events/:slug/cut'>['transition']>,
  'cut'
>;

/** What one kind is set to; direction and colour count for the kinds that have them. */
export interface KindChoice {
  frames: number;
  direction: Direction;
  /** `#rrggbb` */
  color: string;
}

export interface TransitionChoice extends KindChoice {
  kind: TimedKind;
}

/** A second at 25 pictures a second. */
const DEFAULT: KindChoice = { frames: 25, direction: 'left', color: '#000000' };
const STRAIGHT = ['left', 'right', 'up', 'down'] as const;

/** The directions of a kind, none where it has none. */
export function directionsOf(kind: TimedKind): readonly Direction[] {
  if (kind === 'wipe') return DIRECTIONS;
  return kind === 'slide' || kind === 'push' ? STRAIGHT : [];
}

/** The nearest number of frames that a transition may take; null for no number. */
export function framesFrom(text: string): number | null {
  const frames = Math.round(Number(text));
  if (text.trim() === '' || Number.isNaN(frames)) return null;
  return Math.min(Math.max(frames, TRANSITION_FRAMES.min), TRANSITION_FRAMES.max);
}

/** `1.0 s`, `0.04 s` */
export function secondsText(frames: number, fps: number): string {
  const seconds = frames / fps;
  return `${seconds.toFixed(seconds < 0.095 ? 2 : 1)} s`;
}

/** As the browser keeps it: `25 up-left #1b2a4a`. */
export function textOfChoice({ frames, direction, color }: KindChoice): string {
  return `${frames} ${direction} ${color}`;
}

/** What cannot be read, such as the text of a later version, becomes the default. */
export function choiceFromText(kind: TimedKind, text: string | null): KindChoice {
  const [frames = '', direction, color = ''] = (text ?? '').split(' ');
  return {
    frames: framesFrom(frames) ?? DEFAULT.frames,
    direction: directionsOf(kind).find((one) => one === direction) ?? DEFAULT.direction,
    color: /^#[0-9a-f]{6}$/i.test(color) ? color : DEFAULT.color,
  };
}

/** The body of a command: with what the kind has, and nothing else. */
export function sentTransition({ kind, frames, direction, color }: TransitionChoice): SentTransition {
  switch (kind) {
    case 'mix':
      return { kind, frames };
    case 'wipe':
      return { kind, frames, direction };
    case 'dip':
      return { kind, frames, color };
    case 'slide':
    case 'push':
      return { kind, frames, direction: STRAIGHT.find((one) => one === direction) ?? 'left' };
  }
}

const KIND_KEY = 'touchline.transition';
const MOVE_KEY = 'touchline.layout-move';
const keyOf = (kind: TimedKind) => `${KIND_KEY}.${kind}`;
const KEYS = [KIND_KEY, MOVE_KEY, ...TIMED_KINDS.map(keyOf)];

export interface Transitions {
  chosen: TransitionChoice;
  choose: (kind: TimedKind) => void;
  /** Of the chosen kind. */
  change: (part: Partial<KindChoice>) => void;
  /** Whether layouts change by a move of their cells, at the rate of the mix; otherwise at once. */
  moves: boolean;
  setMoves: (moves: boolean) => void;
  /** Of layouts, as it is sent. */
  ofLayouts: SentTransition | 'cut';
}

/** What this browser remembers: the kind, and for each kind its rate, direction and colour. */
export function useTransitions(): Transitions {
  const { values, keep } = useStored(KEYS);
  const stored = (key: string) => values[KEYS.indexOf(key)] ?? null;
  const kind = TIMED_KINDS.find((one) => one === stored(KIND_KEY)) ?? 'mix';
  const chosen = { kind, ...choiceFromText(kind, stored(keyOf(kind))) };
  const moves = stored(MOVE_KEY) === 'move';
  const mix = choiceFromText('mix', stored(keyOf('mix')));
  return {
    chosen,
    choose: (next) => keep(KIND_KEY, next),
    change: (part) => keep(keyOf(kind), textOfChoice({ ...chosen, ...part })),
    moves,
    setMoves: (next) => keep(MOVE_KEY, next ? 'move' : 'cut'),
    ofLayouts: moves ? { kind: 'mix', frames: mix.frames } : 'cut',
  };
}
