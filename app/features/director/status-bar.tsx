import type { CrewState, Telemetry } from '../../../contract/messages';
import type { Control, Link } from '../../realtime/client/use-realtime-event-updates';
import { Shape } from '../../ui/signs';
import { isReady } from '../crew/looks';
import { useCrew } from '../crew/crew-context';
import { camerasOnAir, isSlate } from './cells';
import { LogLines } from './side-panel';
import type { DirectorRooms } from './live-video/live-video';

/** Enough for a large screen; CSS hides what does not fit. */
const LOG_LINES = 6;

export function StatusBar({ rooms }: { rooms: DirectorRooms }) {
  const { state, telemetry, link, control } = useCrew();
  const found = hints({ state, telemetry, link, control, rooms });
  return (
    <footer className="status-bar">
      <ul className="hints" aria-live="polite" aria-label="To look at">
        {found.slice(0, 2).map((hint) => (
          <li key={hint.id}>
            <Shape state="attention" />
            <span>{hint.text}</span>
          </li>
        ))}
      </ul>
      <LogLines rows={state.log.slice(0, LOG_LINES)} />
    </footer>
  );
}

/** A lasting problem and what to do about it, in the words of docs/troubleshooting.md. */
interface Hint {
  id: string;
  text: string;
}

export interface HintFacts {
  state: CrewState;
  telemetry: Telemetry | null;
  link: Link;
  control: Control;
  rooms: DirectorRooms;
}

/** A program at less than this share of its rate is seen to stutter (safety F32). */
const FULL_SHARE = 0.95;

/** Whether the engine cannot make every picture of the program. */
export function programIsShort(
  { encoding }: CrewState['event'],
  engine: Telemetry['engine'] | undefined,
): boolean {
  return engine?.status === 'running' && engine.fps < encoding.fps * FULL_SHARE;
}

/** `A, B and C` */
const listed = (names: string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');

/** The worst first. */
export function hints({ state, telemetry, link, control, rooms }: HintFacts): Hint[] {
  const found: Hint[] = [];
  const add = (id: string, when: boolean, text: string) => when && found.push({ id, text });
  const { status } = state.event;
  const stale = camerasOnAir(state).filter((camera) => !isReady(camera));
  const remedy =
    state.program.cells.length > 1 ? 'Put another camera into the cell.' : 'Cut to another camera.';
  const anyReady = state.cameras.some(isReady);
  add(
    'link',
    link === 'offline',
    'No connection to the server. The program goes on; cuts work again once it is back.',
  );
  add(
    'control',
    link === 'online' && !control.ok,
    control.reason ?? 'Control is frozen. The program goes on as it is.',
  );
  add(
    'engine',
    status === 'live' && telemetry?.engine.status === 'stopped',
    'The engine has stopped. It is started again automatically within seconds.',
  );
  add(
    'engine-missing',
    status === 'live' && telemetry?.engine.status === 'off',
    'No engine makes the program of this event yet. If this stays, too many events are running: end one, or raise ENGINE_EVENTS.',
  );
  add(
    'busy',
    status === 'live' && programIsShort(state.event, telemetry?.engine),
    `The machine of the server is too busy: the program has ${Math.round(telemetry?.engine.fps ?? 0)} of ${state.event.encoding.fps} pictures a second. Close other programs on it.`,
  );
  add(
    'on-air',
    stale.length > 0,
    `${listed(stale.map(({ label }) => label))} ${stale.length > 1 ? 'are' : 'is'} on the air without a fresh picture. ${remedy}`,
  );
  add(
    'pictures',
    rooms.cameras.state === 'disconnected',
    'No pictures on this screen: it does not reach LiveKit. Look at the network of this computer; the program is not affected.',
  );
  add(
    'faded',
    status === 'live' && state.program.faded,
    'The program is faded to black. Press F to fade back up.',
  );
  add(
    'slate',
    status === 'live' && isSlate(state.program) && anyReady,
    'Viewers see the slate. Click on a camera to put it on the air.',
  );
  return found;
}
