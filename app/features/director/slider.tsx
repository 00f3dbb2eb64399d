import { useState } from 'react';

interface Props {
  label: string;
  value: number;
  min: number;
  max: number;
  text: (value: number) => string;
  /** With the value at which it was let go: each one is a command and a line in the log. */
  onKeep: (value: number) => void;
}

export function Slider({ label, value, min, max, text, onKeep }: Props) {
  const [moved, setMoved] = useState<number | null>(null);
  const shown = moved ?? value;
  const keep = () => {
    if (moved !== null && moved !== value) onKeep(moved);
    setMoved(null);
  };
  return (
    <label className="choice-line slider">
      <span>{label}</span>
      <input
        type="range"
        min={min}
        max={max}
        value={shown}
        aria-valuetext={text(shown)}
        onChange={(event) => setMoved(event.target.valueAsNumber)}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <output>{text(shown)}</output>
    </label>
  );
}
