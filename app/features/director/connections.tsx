import { StateWord } from '../../ui/state-word';
import type { SignState } from '../../ui/shape';
import { useCrew } from '../crew/crew-context';
import type { RoomNews } from './media/connection';

/** The three lines this screen hangs on: control, the cameras' pictures, the program coming back. */
export function Connections({ rooms }: { rooms: { cameras: RoomNews; program: RoomNews } }) {
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
      {needed ? <RoomLine name="Pictures" news={rooms.cameras} /> : null}
      {needed ? <RoomLine name="Program" news={rooms.program} /> : null}
    </ul>
  );
}

const LINKS = {
  online: 'Connected to the server',
  connecting: 'Connecting to the server',
  offline: 'No connection to the server. It is tried again by itself; the program goes on.',
} as const;

const ROOMS = {
  connected: 'Connected to LiveKit',
  connecting: 'Connecting to LiveKit',
  reconnecting: 'Connecting to LiveKit again',
  disconnected: 'No connection to LiveKit. It is tried again by itself.',
} as const;

function RoomLine({ name, news }: { name: string; news: RoomNews }) {
  return (
    <Line
      name={name}
      sign={news.state === 'connected' ? 'ready' : 'waiting'}
      why={news.error ?? ROOMS[news.state]}
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
