import {
  ArrowDown,
  ArrowDownLeft,
  ArrowDownRight,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ArrowUpLeft,
  ArrowUpRight,
  Minus,
  Plus,
} from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { type Direction, TRANSITION_FRAMES } from '../../../contract/program';
import { usePopup } from '../../ui/popup';
import {
  directionsOf,
  framesFrom,
  secondsText,
  TIMED_KINDS,
  type TimedKind,
  type Transitions,
} from './transition-choice';

const KIND_NAMES: Record<TimedKind, string> = {
  mix: 'Mix',
  wipe: 'Wipe',
  dip: 'Dip',
  slide: 'Slide',
  push: 'Push',
};

type PickerProps = Pick<Transitions, 'chosen' | 'choose' | 'change'> & {
  /** Of the program. */
  fps: number;
};

/** What AUTO does: the kind, how long it takes, and what belongs to the kind. */
export function TransitionPicker({ chosen, choose, change, fps }: PickerProps) {
  const { kind, frames, direction, color } = chosen;
  return (
    <div className="picker" role="group" aria-label="What AUTO does">
      <div className="picker-line">
        {TIMED_KINDS.map((one) => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => choose(one)}>
            {KIND_NAMES[one]}
          </button>
        ))}
      </div>
      <div className="picker-line">
        <Rate key={kind} frames={frames} fps={fps} onChange={(next) => change({ frames: next })} />
        <span className="grow" />
        {directionsOf(kind).length > 0 ? (
          <DirectionPad
            directions={directionsOf(kind)}
            chosen={direction}
            onChoose={(next) => change({ direction: next })}
          />
        ) : null}
        {kind === 'dip' ? (
          <label className="picker-color" title={`Colour of the dip, ${color}`}>
            <input
              type="color"
              aria-label="Colour of the dip"
              value={color}
              onChange={(event) => change({ color: event.target.value })}
            />
          </label>
        ) : null}
      </div>
    </div>
  );
}

interface RateProps {
  frames: number;
  fps: number;
  onChange: (frames: number) => void;
}

/** Typed, or a frame more or less. Enter keeps what is typed and gives the keys back to the switcher. */
function Rate({ frames, fps, onChange }: RateProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const step = (by: number) => onChange(framesFrom(String(frames + by)) ?? frames);
  const keepTyped = () => {
    const next = typed === null ? null : framesFrom(typed);
    if (next !== null) onChange(next);
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      setTyped(null);
      step(event.key === 'ArrowUp' ? 1 : -1);
    }
    if (event.key === 'Escape') setTyped(null);
    if (event.key === 'Enter') event.currentTarget.blur();
  };
  return (
    <span className="rate">
      <button type="button" aria-label="One frame shorter" title="One frame shorter" onClick={() => step(-1)}>
        <Minus className="icon" />
      </button>
      <input
        aria-label={`Frames, from ${TRANSITION_FRAMES.min} to ${TRANSITION_FRAMES.max}`}
        title="Frames"
        inputMode="numeric"
        value={typed ?? frames}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={keepTyped}
        onKeyDown={onKeyDown}
      />
      <button type="button" aria-label="One frame longer" title="One frame longer" onClick={() => step(1)}>
        <Plus className="icon" />
      </button>
      <output aria-label="Duration">{secondsText(frames, fps)}</output>
    </span>
  );
}

/** Row by row; the middle stays empty. */
const PAD: readonly (Direction | null)[] = [
  ...(['up-left', 'up', 'up-right', 'left'] as const),
  null,
  ...(['right', 'down-left', 'down', 'down-right'] as const),
];
const ARROWS: Record<Direction, typeof ArrowUp> = {
  left: ArrowLeft,
  right: ArrowRight,
  up: ArrowUp,
  down: ArrowDown,
  'up-left': ArrowUpLeft,
  'up-right': ArrowUpRight,
  'down-left': ArrowDownLeft,
  'down-right': ArrowDownRight,
};
const named = (direction: Direction) => direction.replace('-', ' and ');

interface PadProps {
  directions: readonly Direction[];
  chosen: Direction;
  onChoose: (direction: Direction) => void;
}

/** A button with the present direction; it opens the pad. */
function DirectionPad({ directions, chosen, onChoose }: PadProps) {
  const { frame, at, setAt, close } = usePopup<true>('.pad [aria-pressed=true]');
  const Arrow = ARROWS[chosen];
  return (
    <div
      ref={frame}
      className="pad-frame"
      onKeyDown={(event) => (event.key === 'Escape' && at ? close() : undefined)}
    >
      <button
        type="button"
        aria-label={`Direction: to the ${named(chosen)}`}
        title={`Direction: ${named(chosen)}`}
        aria-expanded={at !== null}
        onClick={() => (at ? close() : setAt(true))}
      >
        <Arrow className="icon" />
      </button>
      {at ? (
        <Pad
          directions={directions}
          chosen={chosen}
          onChoose={(next) => {
            close();
            onChoose(next);
          }}
        />
      ) : null}
    </div>
  );
}

export function Pad({ directions, chosen, onChoose }: PadProps) {
  return (
    <div className="pad" role="group" aria-label="Where the new picture goes to">
      {PAD.map((direction, place) => {
        if (!direction || !directions.includes(direction)) return <span key={place} />;
        const Arrow = ARROWS[direction];
        return (
          <button
            key={place}
            type="button"
            aria-label={named(direction)}
            title={named(direction)}
            aria-pressed={direction === chosen}
            onClick={() => onChoose(direction)}
          >
            <Arrow className="icon" />
          </button>
        );
      })}
    </div>
  );
}
