import { Suspense } from 'react';
import { RoomPicture, useDeskRoom } from './desk-room';
import type { CameraPictureProps } from './room-picture';

/** A camera's picture from the cameras' room; nothing while there is no room yet. */
export function CameraPicture(props: CameraPictureProps) {
  const room = useDeskRoom();
  if (!room) return null;
  return (
    <Suspense fallback={null}>
      <RoomPicture {...props} room={room} />
    </Suspense>
  );
}
