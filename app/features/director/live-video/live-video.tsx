import type { Room } from 'livekit-client';
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from 'react';
import { Shape } from '../../../ui/signs';
import type * as WithLiveKit from './with-livekit';
import type { CameraPictureProps, CameraSoundProps, ConnectionProps, RoomStatus } from './with-livekit';

/** Null until LiveKit’s client has loaded and made a room. */
const DirectorRoom = createContext<Room | null>(null);
const useDirectorRoom = (): Room | null => useContext(DirectorRoom);

/** Wait before the script is requested again: the server may be restarting. */
const RETRY_MS = 2_000;

/**
 * LiveKit’s client is most of this page’s script. It loads after the page, so that a director who opens a new
 * browser in the middle of a show can cut before the pictures move. If it does not load, the page works
 * without pictures and keeps trying.
 */
async function withLiveKit(): Promise<typeof WithLiveKit> {
  for (;;) {
    try {
      return await import('./with-livekit');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

const LazyRoomConnection = lazy(async () => ({ default: (await withLiveKit()).RoomConnection }));
const LazyRoomPicture = lazy(async () => ({ default: (await withLiveKit()).RoomPicture }));
const LazyProgramReturn = lazy(async () => ({ default: (await withLiveKit()).ProgramReturn }));
const LazyCameraSound = lazy(async () => ({ default: (await withLiveKit()).CameraSound }));

interface MediaRoomProps extends Omit<ConnectionProps, 'onRoom'> {
  children: ReactNode;
}

/** Connects one room and provides it to the pictures inside. */
export function MediaRoom({ children, ...connection }: MediaRoomProps) {
  const [room, setRoom] = useState<Room | null>(null);
  return (
    <DirectorRoom.Provider value={room}>
      <Suspense fallback={null}>
        <LazyRoomConnection {...connection} onRoom={setRoom} />
      </Suspense>
      {children}
    </DirectorRoom.Provider>
  );
}

/** How the two rooms of this page are connected. */
export interface DirectorRooms {
  cameras: RoomStatus;
  program: RoomStatus;
}

export const NOT_CONNECTED: RoomStatus = { state: 'connecting', error: null };

/** A camera’s live picture; nothing while there is no room yet. */
export function CameraPicture(props: CameraPictureProps) {
  const room = useDirectorRoom();
  if (!room) return null;
  return (
    <Suspense fallback={null}>
      <LazyRoomPicture {...props} room={room} />
    </Suspense>
  );
}

/** The program as it comes back from the engine, with sound on request. */
export function ProgramPicture({ listening, waiting: text }: { listening: boolean; waiting: string }) {
  const room = useDirectorRoom();
  const waiting = <PictureNote text={text} />;
  if (!room) return waiting;
  return (
    <Suspense fallback={waiting}>
      <LazyProgramReturn room={room} listening={listening} waiting={waiting} />
    </Suspense>
  );
}

/** The sound of the cameras that this person alone hears, and the packets of the engine. */
export function CameraSound(props: CameraSoundProps) {
  const room = useDirectorRoom();
  if (!room) return null;
  return (
    <Suspense fallback={null}>
      <LazyCameraSound {...props} room={room} />
    </Suspense>
  );
}

function PictureNote({ text }: { text: string }) {
  return (
    <span className="picture-note">
      <Shape state="waiting" />
      {text}
    </span>
  );
}
