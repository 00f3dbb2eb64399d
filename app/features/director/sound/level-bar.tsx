import { type CSSProperties, useEffect, useRef, useState } from 'react';
import type { EnginePackets, LevelTriple } from '../../../../contract/packets';
import { useSoundDesk } from './sound-desk';

/** dBFS at the left end of a meter. */
const FLOOR_DB = -60;
/** Close to what is cut off. */
const HOT_DB = -3;
const HOLD_MS = 1_500;
/** After it the held peak goes down, dB a packet. */
const HOLD_FALLS_DB = 1.5;
const CLIP_SHOWN_MS = 3_000;
/** As often as a screen reader may be told. */
const SPOKEN_EVERY_MS = 1_000;

const part = (db: number) => Math.min(1, Math.max(0, 1 - db / FLOOR_DB)).toFixed(3);

/**
 * Draws levels into the element of a meter: peak, mean, the highest peak of the last moments, and whether it
 * was cut off.
 */
function drawer(bar: HTMLElement): (level: LevelTriple | null) => void {
  let heldDb = FLOOR_DB;
  let heldUntil = 0;
  let clipUntil = 0;
  let spokenAt = 0;
  return (level) => {
    const now = performance.now();
    const [peakDb, rmsDb, clipped] = level ?? [FLOOR_DB, FLOOR_DB, 0];
    if (peakDb >= heldDb) [heldDb, heldUntil] = [peakDb, now + HOLD_MS];
    else if (now > heldUntil) heldDb = Math.max(peakDb, heldDb - HOLD_FALLS_DB);
    if (clipped) clipUntil = now + CLIP_SHOWN_MS;
    bar.style.setProperty('--peak', part(peakDb));
    bar.style.setProperty('--rms', part(rmsDb));
    bar.style.setProperty('--held', part(heldDb));
    bar.dataset.hot = String(peakDb > HOT_DB);
    bar.dataset.clip = String(now < clipUntil);
    if (now - spokenAt < SPOKEN_EVERY_MS) return;
    spokenAt = now;
    bar.setAttribute('aria-valuenow', String(Math.max(FLOOR_DB, Math.round(peakDb))));
    bar.setAttribute('aria-valuetext', peakDb <= FLOOR_DB ? 'silent' : `${Math.round(peakDb)} decibel`);
  };
}

function startOf(level: LevelTriple | null): CSSProperties & Record<`--${string}`, string> {
  const [peakDb, rmsDb] = level ?? [FLOOR_DB, FLOOR_DB];
  return { '--peak': part(peakDb), '--rms': part(rmsDb), '--held': part(peakDb) };
}

interface Props {
  label: string;
  /** Of one packet; null where it says nothing of this source. */
  levelOf: (meters: EnginePackets['meters']) => LevelTriple | null;
}

export function LevelBar({ label, levelOf }: Props) {
  const { meters } = useSoundDesk();
  const bar = useRef<HTMLSpanElement>(null);
  // Where it begins; from then on it is drawn without React.
  const [first] = useState(() => startOf(meters.last && levelOf(meters.last)));
  const of = useRef(levelOf);
  useEffect(() => {
    of.current = levelOf;
  });
  useEffect(() => {
    if (!bar.current) return;
    const draw = drawer(bar.current);
    return meters.onMeters((packet) => draw(packet && of.current(packet)));
  }, [meters]);
  return (
    <span
      ref={bar}
      style={first}
      className="level-bar"
      role="meter"
      aria-label={label}
      aria-valuemin={FLOOR_DB}
      aria-valuemax={0}
      aria-valuenow={FLOOR_DB}
      aria-valuetext="silent"
    >
      <i className="level-peak" />
      <i className="level-rms" />
      <i className="level-held" />
      <b className="level-clip">Clip</b>
    </span>
  );
}
