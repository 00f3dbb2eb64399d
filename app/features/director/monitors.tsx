import { Volume2, VolumeX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { EventStatus } from '../../../contract/vocabulary';
import type { EngineSlice } from '../../../contract/messages';
import { IconButton } from '../../ui/button';
import { elapsed } from '../../ui/format';
import { SoundMeter } from '../../ui/meters';
import { Shape } from '../../ui/signs';
import { isReady, pictureTrouble } from '../crew/looks';
import { useCrew } from '../crew/crew-context';
import { camerasOnAir } from './cells';
import { PreviewGraphics } from './graphics/graphics-panel';
import { CameraPicture, ProgramPicture } from './live-video/live-video';
import { useSoundDesk } from './sound/sound-desk';
import type { RoomStatus } from './live-video/with-livekit';

/** Its layer is chosen by the tile of the same camera. */
export function PreviewMonitor({ cued = null }: { cued?: string | null }) {
  const { state } = useCrew();
  const camera = state.cameras.find((one) => one.id === state.program.preview);
  return (
    <Monitor tally="preview" number={camera?.number ?? null} name={camera?.label ?? ''}>
      {camera ? (
        <CameraPicture
          key={camera.id}
          identity={camera.identity}
          label={`Preview: ${camera.label}`}
          layer={null}
          gone={!isReady(camera)}
          spare={false}
        />
      ) : (
        <span className="picture-note">
          Press a camera’s number to see it here <kbd>1 – 9</kbd>
        </span>
      )}
      <PreviewGraphics cued={cued} />
    </Monitor>
  );
}

/** The program as it comes back from the engine, muted until somebody listens. */
export function ProgramMonitor({ room }: { room: RoomStatus }) {
  const { state, telemetry, now } = useCrew();
  const [listening, setListening] = useState(false);
  const { solo } = useSoundDesk();
  const { program } = state;
  const camera = state.cameras.find((one) => one.id === program.onAir);
  const labels = program.cells.map((id) => state.cameras.find((one) => one.id === id)?.label ?? 'Slate');
  const troubled = camerasOnAir(state).find((one) => pictureTrouble(telemetry?.cameras[one.id]));
  const trouble = pictureTrouble(troubled && telemetry?.cameras[troubled.id]);
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
      number={labels.length === 1 ? (camera?.number ?? null) : null}
      name={labels.join(' | ')}
      since={elapsed(program.onAirSince, now)}
      head={sound}
      over={
        program.faded
          ? 'Faded to black'
          : trouble && (labels.length > 1 ? `${troubled?.label}: ${trouble}` : trouble)
      }
    >
      <ProgramPicture
        listening={listening && solo.size === 0}
        waiting={programNote(state.event.status, telemetry?.engine, state.cameras.some(isReady), room)}
      />
    </Monitor>
  );
}

/** Why no program picture comes back yet: first the event, then the engine, then the connection. */
function programNote(
  status: EventStatus,
  engine: EngineSlice | undefined,
  anyCamera: boolean,
  room: RoomStatus,
): string {
  if (status === 'draft') return 'The event is a draft. Publish it on its desk.';
  if (status === 'ended') return 'The event is over.';
  if (engine?.status === 'stopped') return 'The engine has stopped. It is started again automatically.';
  if (engine?.status === 'off' && !anyCamera) return 'The engine starts with the first camera.';
  if (engine?.status === 'off' || engine?.status === 'starting') return 'The engine is starting.';
  if (room.error) return room.error;
  return 'The program is on its way to this screen.';
}

interface MonitorProps {
  tally: 'preview' | 'program';
  /** Number and name of the camera that is shown. */
  number: number | null;
  name: string;
  since?: string;
  head?: ReactNode;
  /** Shown over the picture, such as "Faded to black". */
  over?: string | null;
  children: ReactNode;
}

function Monitor({ tally, number, name, since, head, over, children }: MonitorProps) {
  const label = tally === 'program' ? 'Program' : 'Preview';
  return (
    <section className="monitor" data-tally={tally} aria-label={label}>
      <header className="monitor-head">
        <h2 className="monitor-label">
          <Shape state={tally} />
          {label}
        </h2>
        {number === null ? null : <kbd className="number-key">{number}</kbd>}
        <span className="monitor-name clip" title={name}>
          {name}
        </span>
        {since ? <span className="text-3 num">{since}</span> : null}
        <span className="grow" />
        {head}
      </header>
      <div className="tally-frame monitor-screen" data-tally={tally}>
        {children}
        {over ? <span className="picture-over">{over}</span> : null}
      </div>
    </section>
  );
}
