import { AudioLines, Flashlight, FlashlightOff, Speech, SwitchCamera } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { RoundControl, SilenceControls, type SilenceProps } from '../phone-studio/round-controls';
import type { CaptureControl } from '../phone-studio/use-capture';
import { type Abilities, abilitiesOf, applyAbility } from './abilities';

interface ControlsProps extends SilenceProps {
  captured: CaptureControl;
}

/** Large enough for thumbs, along the lower edge. */
export function Controls({ captured, ...silence }: ControlsProps) {
  const { capture } = captured;
  const abilities = abilitiesOf(capture?.video ?? null);
  return (
    <div className="cam-controls">
      <div className="cam-set" role="group" aria-label="Camera controls">
        <SilenceControls {...silence} />
        <RoundControl icon={<SwitchCamera />} label="Flip" onPress={captured.flip} />
        <RoundControl
          icon={capture?.mic === 'voice' ? <Speech /> : <AudioLines />}
          label={capture?.mic === 'voice' ? 'Voice' : 'Ground'}
          name={
            capture?.mic === 'voice'
              ? 'Sound of a voice, press for the ground'
              : 'Sound of the ground, press for a voice'
          }
          on={capture?.mic === 'voice'}
          onPress={() => captured.setMic(capture?.mic === 'voice' ? 'ground' : 'voice')}
        />
        {capture && abilities.torch ? <Torch key={capture.video.id} track={capture.video} /> : null}
      </div>
      {capture ? <Zoom key={capture.video.id} track={capture.video} range={abilities.zoom} /> : null}
    </div>
  );
}

function Torch({ track }: { track: MediaStreamTrack }) {
  const [lit, setLit] = useState(false);
  const press = () => void applyAbility(track, { torch: !lit }).then((done) => done && setLit(!lit));
  return (
    <RoundControl icon={lit ? <Flashlight /> : <FlashlightOff />} label="Torch" on={lit} onPress={press} />
  );
}

function Zoom({ track, range }: { track: MediaStreamTrack; range: Abilities['zoom'] }) {
  const [zoom, setZoom] = useState(range?.min ?? 1);
  if (!range) return null;
  const change = (next: number) => {
    setZoom(next);
    void applyAbility(track, { zoom: next });
  };
  return <ZoomSlider range={range} value={zoom} onChange={change} />;
}

interface ZoomSliderProps {
  range: NonNullable<Abilities['zoom']>;
  value: number;
  onChange: (value: number) => void;
}

function ZoomSlider({ range: { min, max, step }, value, onChange }: ZoomSliderProps) {
  const style: CSSProperties & Record<'--part', string> = {
    '--part': `${((value - min) / (max - min)) * 100}%`,
  };
  return (
    <label className="cam-zoom">
      <span className="cam-zoom-scale" aria-hidden="true">
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
