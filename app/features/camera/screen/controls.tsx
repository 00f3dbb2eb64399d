import { AudioLines, Flashlight, FlashlightOff, Speech, SwitchCamera } from 'lucide-react';
import { useState } from 'react';
import { type Abilities, abilitiesOf, applyAbility } from '../media/abilities';
import type { CaptureControl } from '../media/use-capture';
import { RoundControl } from './round-control';
import { SilenceControls, type SilenceProps } from './silence-controls';
import { ZoomSlider } from './zoom-slider';

interface Props extends SilenceProps {
  captured: CaptureControl;
}

/** What is pressed while filming, thumb-sized and at the bottom. */
export function Controls({ captured, ...silence }: Props) {
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
