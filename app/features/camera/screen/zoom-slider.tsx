import type { CSSProperties } from 'react';
import type { Abilities } from '../media/abilities';

interface Props {
  range: NonNullable<Abilities['zoom']>;
  value: number;
  onChange: (value: number) => void;
}

export function ZoomSlider({ range: { min, max, step }, value, onChange }: Props) {
  const style: CSSProperties & Record<'--part', string> = {
    '--part': `${((value - min) / (max - min)) * 100}%`,
  };
  return (
    <label className="cam-zoom">
      <span className="cam-zoom-words" aria-hidden="true">
        <span>{times(min)}</span>
        <output>{times(value)}</output>
        <span>{times(max)}</span>
      </span>
      <input
        type="range"
        aria-label="Zoom"
        aria-valuetext={times(value)}
        style={style}
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    </label>
  );
}

function times(zoom: number): string {
  return `${Number(zoom.toFixed(1))}×`;
}
