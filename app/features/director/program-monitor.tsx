import { Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/button';
import { elapsed } from '../../ui/format';
import { SoundMeter } from '../../ui/meter';
import { isReady } from '../crew/camera-look';
import { useCrew } from '../crew/crew-context';
import { Monitor } from './monitor';
import { programNote } from './program-note';
import { ProgramPicture } from './media/program-picture';
import type { RoomNews } from './media/connection';

/**
 * What goes out, as it really comes back from the engine. Its sound is off until somebody wants to hear it.
 */
export function ProgramMonitor({ news }: { news: RoomNews }) {
  const { state, telemetry, now } = useCrew();
  const [listening, setListening] = useState(false);
  const { program } = state;
  const camera = state.cameras.find((one) => one.id === program.onAir);
  const peakDb = camera && !camera.muted ? telemetry?.cameras[camera.id]?.engine?.audioPeakDb : undefined;
  const sound = (
    <div className="monitor-sound">
      <SoundMeter peakDb={peakDb ?? -Infinity} label="Program sound" />
      <span className="num">
        {peakDb === undefined || peakDb < -90 ? '–' : `${Math.round(peakDb)} dB`.replace('-', '−')}
      </span>
      <IconButton
        label={listening ? 'Stop listening to the program' : 'Listen to the program'}
        aria-pressed={listening}
        onClick={() => setListening(!listening)}
      >
        {listening ? <Volume2 className="icon" /> : <VolumeX className="icon" />}
      </IconButton>
    </div>
  );
  return (
    <Monitor
      tally="program"
      number={camera?.number ?? null}
      name={camera?.label ?? 'Slate'}
      since={elapsed(program.onAirSince, now)}
      head={sound}
      over={program.faded ? 'Faded to black' : null}
    >
      <ProgramPicture
        listening={listening}
        waiting={programNote(state.event.status, telemetry?.engine, state.cameras.some(isReady), news)}
      />
    </Monitor>
  );
}
