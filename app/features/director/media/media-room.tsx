import type { Room } from 'livekit-client';
import { type ReactNode, Suspense, useState } from 'react';
import type { ConnectionProps, RoomNews } from './connection';
import { Connection, DeskRoom } from './desk-room';

interface Props extends Omit<ConnectionProps, 'onRoom'> {
  children: ReactNode;
}

/** Connects one room and lends it to the pictures inside. */
export function MediaRoom({ children, ...connection }: Props) {
  const [room, setRoom] = useState<Room | null>(null);
  return (
    <DeskRoom.Provider value={room}>
      <Suspense fallback={null}>
        <Connection {...connection} onRoom={setRoom} />
      </Suspense>
      {children}
    </DeskRoom.Provider>
  );
}

export const NO_NEWS: RoomNews = { state: 'connecting', error: null };
