import { Link } from '@remix-run/react';
import { CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../ui/button';
import { count, elapsed, percent, timeOfDay } from '../../ui/format';
import { ShareMeter } from '../../ui/meters';
import { Shape, type SignState, StateWord } from '../../ui/signs';
import { isReady, shownCameras } from '../crew/looks';
import { useCrew } from '../crew/crew-context';
import { EndStream } from '../crew/command-buttons';
import { useCommand } from '../crew/commands';
import { ScoreSubtitle } from '../score/score-line';
import type { DirectorRooms } from './live-video/live-video';
import type { RoomStatus } from './live-video/with-livekit';

/** Below this share of a tick left over, one more load may cost frames. */
const TIGHT_HEADROOM = 0.15;

interface TopBarProps {
  rooms: DirectorRooms;
  onHelp: () => void;
  /** Null for crew outside the team, who have no desk. */
  deskHref: string | null;
  mayDirect: boolean;
}

export function TopBar({ rooms, onHelp, deskHref, mayDirect }: TopBarProps) {
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
          ) : deskHref ? null : mayDirect ? (
            'You direct'
          ) : (
            'You assist'
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
      <WallClock />
      <IconButton label="Keyboard help" aria-keyshortcuts="?" onClick={onHelp}>
        <CircleHelp className="icon" />
      </IconButton>
      {mayDirect ? <AirButton mayReopen={deskHref !== null} /> : null}
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

const WORDS = { draft: 'Draft', ready: 'Rehearsal', live: 'LIVE', ended: 'Ended' } as const;

function StatusSign() {
  const { state, now } = useCrew();
  const { status, liveSince } = state.event;
  const live = status === 'live';
  return (
    <div className="status-sign" data-live={live}>
      <Shape state={live ? 'program' : status === 'ready' ? 'preview' : 'standby'} />
      <b>{WORDS[status]}</b>
      {live ? <span className="num">{elapsed(liveSince, now)}</span> : null}
    </div>
  );
}

/** The three connections that this page needs: control, the cameras’ pictures, the program’s return. */
function Connections({ rooms }: { rooms: DirectorRooms }) {
  const { link, control, state } = useCrew();
  const needed = state.event.status === 'ready' || state.event.status === 'live';
  const frozen = link === 'online' && !control.ok;
  return (
    <ul className="connections" aria-label="Connections">
      <Line
        name="Control"
        sign={frozen ? 'attention' : link === 'online' ? 'ready' : 'waiting'}
        why={control.reason ?? LINKS[link]}
      />
      {needed ? <RoomLine name="Pictures" room={rooms.cameras} /> : null}
      {needed ? <RoomLine name="Program" room={rooms.program} /> : null}
    </ul>
  );
}

const LINKS = {
  online: 'Connected to the server',
  connecting: 'Connecting to the server',
  offline: 'No connection to the server. It is tried again automatically; the program goes on.',
} as const;

const ROOMS = {
  connected: 'Connected to LiveKit',
  connecting: 'Connecting to LiveKit',
  reconnecting: 'Connecting to LiveKit again',
  disconnected: 'No connection to LiveKit. It is tried again automatically.',
} as const;

function RoomLine({ name, room }: { name: string; room: RoomStatus }) {
  return (
    <Line
      name={name}
      sign={room.state === 'connected' ? 'ready' : 'waiting'}
      why={room.error ?? ROOMS[room.state]}
    />
  );
}

function Line({ name, sign, why }: { name: string; sign: SignState; why: string }) {
  return (
    <li title={why}>
      <StateWord state={sign}>
        {name}
        <span className="visually-hidden">: {why}</span>
      </StateWord>
    </li>
  );
}

/** Crews coordinate by the time of day. */
function WallClock() {
  const { now } = useCrew();
  return <time className="wall-clock">{now === null ? '' : timeOfDay(now)}</time>;
}

function AirButton({ mayReopen }: { mayReopen: boolean }) {
  const { state, commands } = useCrew();
  const { busy, run } = useCommand();
  const [asking, setAsking] = useState(false);
  const { status } = state.event;
  if (status === 'draft') return null;
  if (status === 'ended') {
    return !mayReopen ? null : (
      <Button busy={busy.has('reopen')} onClick={() => void run('reopen', commands.reopen)}>
        Reopen
      </Button>
    );
  }
  if (status === 'ready') {
    return (
      <Button kind="primary" busy={busy.has('start')} onClick={() => void run('start', commands.start)}>
        Go live
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>End stream…</Button>
      <EndStream open={asking} onClose={() => setAsking(false)} />
    </>
  );
}
