import { CircleHelp } from 'lucide-react';
import { Link } from '@remix-run/react';
import { IconButton } from '../../ui/button';
import { count, percent } from '../../ui/format';
import { ShareMeter } from '../../ui/meter';
import { isReady, shownCameras } from '../crew/camera-look';
import { useCrew } from '../crew/crew-context';
import { ScoreSubtitle } from '../score/score-subtitle';
import { AirButton } from './air-button';
import { Connections } from './connections';
import { DeskClock } from './desk-clock';
import type { RoomNews } from './media/connection';
import { StatusSign } from './status-sign';

/** Below this part of each tick left over, one more load may cost frames. */
const TIGHT_HEADROOM = 0.15;

interface Props {
  rooms: { cameras: RoomNews; program: RoomNews };
  onHelp: () => void;
  /** Only members have a desk to go back to. */
  deskHref: string | null;
}

/** The event, whether it is live, the few numbers that matter, and the way on and off the air. */
export function TopBar({ rooms, onHelp, deskHref }: Props) {
  const { state, telemetry, viewers } = useCrew();
  const cameras = shownCameras(state.cameras).filter((camera) => camera.state === 'admitted');
  const ready = cameras.filter(isReady).length;
  const engine = telemetry?.engine;
  const watching = viewers ?? telemetry?.viewers.total ?? 0;
  return (
    <header className="top-bar">
      <div className="top-event">
        <h1 className="clip">{state.event.title}</h1>
        <span className="text-3 clip">
          {deskHref ? <Link to={deskHref}>{state.score ? 'Desk' : 'Back to the desk'}</Link> : null}
          {state.score ? (
            <>
              {deskHref ? ' · ' : null}
              <ScoreSubtitle score={state.score} />
            </>
          ) : deskHref ? null : (
            'You direct'
          )}
        </span>
      </div>
      <StatusSign />
      <dl className="top-figures">
        <div>
          <dt>Viewers</dt>
          <dd>{watching.toLocaleString('en-GB')}</dd>
        </div>
        <div title={count(cameras.length, 'camera')}>
          <dt>Cameras</dt>
          <dd>
            {ready} <small>of {cameras.length} ready</small>
          </dd>
        </div>
        <div>
          <dt>Engine head-room</dt>
          <dd>
            <EngineFigure
              fps={engine?.fps}
              headroom={engine?.status === 'running' ? engine.headroom : undefined}
            />
          </dd>
        </div>
      </dl>
      <Connections rooms={rooms} />
      <span className="grow" />
      <DeskClock />
      <IconButton label="Keyboard help" aria-keyshortcuts="?" onClick={onHelp}>
        <CircleHelp className="icon" />
      </IconButton>
      <AirButton mayReopen={deskHref !== null} />
    </header>
  );
}

function EngineFigure({ fps, headroom }: { fps: number | undefined; headroom: number | undefined }) {
  if (headroom === undefined) return <small>not running</small>;
  const low = headroom < TIGHT_HEADROOM;
  return (
    <>
      {percent(headroom)}
      <ShareMeter part={headroom} label={`Engine head-room ${percent(headroom)}`} low={low} />
      <small>{Math.round(fps ?? 0)} fps</small>
    </>
  );
}
