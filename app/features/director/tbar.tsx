import { useRef, useState } from 'react';
import type { BodyOf } from '../../api/client';
import { useToast } from '../../ui/toast';
import { sentenceOf } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import { sentTransition, type TransitionChoice } from './transition-choice';

type Move = NonNullable<BodyOf<'POST /api/v1/events/:slug/program'>['tbar']>;

/** The T-bar of this event; it moves by the transition that is chosen. */
export function EventTBar({ chosen, readOnly }: { chosen: TransitionChoice; readOnly: boolean }) {
  const { program } = useCrew().state;
  const move = useMoves();
  return (
    <TBar
      position={program.tbar?.position ?? 0}
      disabled={readOnly || program.preview === null}
      onMove={(position) => move({ position, transition: sentTransition(chosen) })}
    />
  );
}

/** One position at a time is on its way; of those that follow only the latest counts. */
function useMoves(): (move: Move) => void {
  const { commands } = useCrew();
  const say = useToast();
  const latest = useRef<Move | null>(null);
  const sending = useRef(false);
  const send = async () => {
    sending.current = true;
    try {
      for (let next = latest.current; next; next = latest.current) {
        latest.current = null;
        await commands.moveTBar(next);
      }
    } catch (error) {
      latest.current = null;
      say(sentenceOf(error));
    } finally {
      sending.current = false;
    }
  };
  return (move) => {
    latest.current = move;
    if (!sending.current) void send();
  };
}

interface Props {
  /** Where it stands for everybody: 0 program, 1 preview. */
  position: number;
  /** Nothing is on preview, or this screen may not switch now. */
  disabled: boolean;
  /** While it is moved; the caller sends the latest and leaves out what was overtaken. */
  onMove: (position: number) => void;
}

/** How long the position that was asked for last counts as newer than the state. */
const ECHO_MS = 500;
/** Of the whole way, for each press of an arrow key. */
const STEP = 0.05;
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
  PageDown: 4,
  PageUp: -4,
};

/**
 * The lever between program and preview, by pointer, touch and keys. Let go half way it stays there; at the
 * far end preview is taken and the lever is back where it began.
 */
function TBar({ position, disabled, onMove }: Props) {
  const slot = useRef<HTMLDivElement>(null);
  /** While a hand is on it, the hand's position; its echo from the server is behind it. */
  const [held, setHeld] = useState<number | null>(null);
  const shown = held ?? position;
  const asked = useRef({ position, untilMs: 0 });
  /** Presses and moves that follow each other count from where the last one went. */
  const latest = () => (performance.now() < asked.current.untilMs ? asked.current.position : shown);
  const move = (to: number) => {
    const next = Math.min(1, Math.max(0, Math.round(to * 200) / 200));
    if (next !== latest()) {
      // At the far end it is back at the beginning.
      asked.current = { position: next % 1, untilMs: performance.now() + ECHO_MS };
      onMove(next);
    }
    return next;
  };
  const at = (clientY: number): number => {
    const box = slot.current?.getBoundingClientRect();
    return box && box.height > 0 ? (clientY - box.top) / box.height : 0;
  };
  const release = () => setHeld(null);
  /** Null for a key that moves nothing. */
  const byKey = (key: string): number | null => {
    if (key === 'Home') return 0;
    if (key === 'End') return 1;
    const steps = STEPS[key];
    if (steps === undefined) return null;
    return latest() + steps * STEP;
  };
  return (
    <div
      ref={slot}
      className="tbar"
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label="T-bar: from program to preview"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(shown * 100)}
      aria-valuetext={shown === 0 ? 'Program' : `${Math.round(shown * 100)} % preview`}
      aria-disabled={disabled || undefined}
      onPointerDown={(event) => {
        if (disabled) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(move(at(event.clientY)));
      }}
      onPointerMove={(event) => {
        if (held === null) return;
        const next = move(at(event.clientY));
        // At the far end the preview is taken: the hand has to come back before it moves anything again.
        setHeld(next === 1 ? null : next);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={(event) => {
        const to = disabled ? null : byKey(event.key);
        if (to === null) return;
        event.preventDefault();
        event.stopPropagation();
        move(to);
      }}
    >
      <span className="tbar-lever" style={{ top: `${shown * 100}%` }} />
    </div>
  );
}
