import type { Room } from 'livekit-client';
import { type ReactNode, Suspense, useState } from 'react';
import type { ConnectionProps, RoomNews } from './connection';
import { Connection, DirectorRoom } from './director-room';

interface Props extends Omit<ConnectionProps, 'onRoom'> {
  children: ReactNode;
}

/** Connects one room and lends it to the pictures inside. */
export function MediaRoom({ children, ...connection }: Props) {
  const [room, setRoom] = useState<Room | null>(null);
  return (
    <DirectorRoom.Provider value={room}>
      <Suspense fallback={null}>
        <Connection {...connection} onRoom={setRoom} />
      </Suspense>
      {children}
    </DirectorRoom.Provider>
  );
}

export const NO_NEWS: RoomNews = { state: 'connecting', error: null };
