import { AudioLines, Camera, Flashlight, FlashlightOff, Speech, SwitchCamera } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import {
  CameraField,
  RoundControl,
  SilenceControls,
  type SilenceProps,
  useDevices,
} from '../phone-studio/round-controls';
import { useThisPhone } from '../phone-studio/this-phone';
import { type CaptureControl, soundFinder } from '../phone-studio/use-capture';
import { type Abilities, abilitiesOf, applyAbility } from './abilities';

interface ControlsProps extends SilenceProps {
  captured: CaptureControl;
}

/** Large enough for thumbs, along the lower edge. */
export function Controls({ captured, ...silence }: ControlsProps) {
  const { capture } = captured;
  const video = capture?.video ?? null;
  const abilities = abilitiesOf(video);
  return (
    <div className="cam-controls">
      <div className="cam-set" role="group" aria-label="Camera controls">
        <SilenceControls {...silence} onFindSound={soundFinder(captured)} />
        <RoundControl icon={<SwitchCamera />} label="Flip" onPress={captured.flip} />
        <CameraChoice captured={captured} />
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
        {video && abilities.torch ? <Torch key={video.id} track={video} /> : null}
      </div>
      {video ? <Zoom key={video.id} track={video} range={abilities.zoom} /> : null}
    </div>
  );
}

/**
 * For what Flip does not reach: a second lens, or an HDMI stick next to the built-in camera. Flip knows two
 * sides of a phone and none of a computer.
 */
function CameraChoice({ captured }: { captured: CaptureControl }) {
  const [choosing, setChoosing] = useState(false);
  const { cameras } = useDevices(captured.capture !== null);
  const { platform } = useThisPhone();
  if (cameras.length <= (platform === 'desktop' ? 1 : 2)) return null;
  return (
    <>
      <RoundControl
        icon={<Camera />}
        label="Camera"
        name="Choose the camera"
        onPress={() => setChoosing(true)}
      />
      <Dialog open={choosing} title="Camera" onClose={() => setChoosing(false)}>
        <CameraField captured={captured} cameras={cameras} />
        <div className="dialog-buttons">
          <Button kind="primary" onClick={() => setChoosing(false)}>
            Done
          </Button>
        </div>
      </Dialog>
    </>
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
