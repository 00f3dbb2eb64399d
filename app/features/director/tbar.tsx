import { useRef, useState } from 'react';
import type { BodyOf } from '../../api/client';
import { useToast } from '../../ui/toast';
import { sentenceOf } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import { sentTransition, type TransitionChoice } from './transition-choice';

type Move = NonNullable<BodyOf<'POST /api/v1/events/:slug/program'>['tbar']>;

/** The T-bar of this event; it moves by the transition that is chosen. */
export function EventTBar({ chosen }: { chosen: TransitionChoice }) {
  const { program } = useCrew().state;
  const move = useMoves();
  return (
    <TBar
      position={program.tbar?.position ?? 0}
      disabled={program.preview === null}
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

/** Of the whole way, for each press of an arrow key; Page keys move four times as far. */
const STEP = 0.05;

/**
 * The lever between program and preview, by pointer, touch and keys. Let go half way it stays there; at the
 * far end preview is taken and the lever is back where it began.
 */
function TBar({ position, disabled, onMove }: Props) {
  const slot = useRef<HTMLDivElement>(null);
  /** While a hand is on it, the hand's position; its echo from the server is behind it. */
  const [held, setHeld] = useState<number | null>(null);
  const shown = held ?? position;
  const move = (to: number) => {
    const next = Math.min(1, Math.max(0, Math.round(to * 200) / 200));
    if (next !== shown) onMove(next);
    return next;
  };
  const at = (clientY: number): number => {
    const box = slot.current?.getBoundingClientRect();
    return box && box.height > 0 ? (clientY - box.top) / box.height : 0;
  };
  const release = () => setHeld(null);
  const byKey: Record<string, number> = {
    ArrowDown: shown + STEP,
    ArrowRight: shown + STEP,
    ArrowUp: shown - STEP,
    ArrowLeft: shown - STEP,
    PageDown: shown + 4 * STEP,
    PageUp: shown - 4 * STEP,
    Home: 0,
    End: 1,
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
        const to = byKey[event.key];
        if (disabled || to === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        move(to);
      }}
    >
      <span className="tbar-lever" style={{ top: `${shown * 100}%` }} />
    </div>
  );
}
