import type { CrewState, Telemetry } from '../../../contract/messages';
import type { Control, Link } from '../../realtime/client/use-realtime-event-updates';
import { isReady } from '../crew/camera-look';
import type { RoomNews } from './media/connection';

/** A fault that lasts, and what to do about it; the same words as docs/troubleshooting. */
export interface Hint {
  id: string;
  text: string;
}

export interface HintFacts {
  state: CrewState;
  telemetry: Telemetry | null;
  link: Link;
  control: Control;
  rooms: { cameras: RoomNews; program: RoomNews };
}

/** What somebody should know now, the gravest first. */
export function hints({ state, telemetry, link, control, rooms }: HintFacts): Hint[] {
  const found: Hint[] = [];
  const add = (id: string, when: boolean, text: string) => when && found.push({ id, text });
  const { status } = state.event;
  const onAir = state.cameras.find((camera) => camera.id === state.program.onAir);
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
    'The engine has stopped. It is started again by itself within seconds.',
  );
  add(
    'on-air',
    onAir !== undefined && !isReady(onAir),
    `${onAir?.label ?? ''} is on the air without a fresh picture. Cut to another camera.`,
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
    status === 'live' && state.program.onAir === null && anyReady,
    'Viewers see the slate. Click on a camera to put it on the air.',
  );
  return found;
}
