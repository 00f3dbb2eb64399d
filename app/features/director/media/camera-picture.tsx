import { Suspense } from 'react';
import { RoomPicture, useDirectorRoom } from './director-room';
import type { CameraPictureProps } from './room-picture';

/** A camera's picture from the cameras' room; nothing while there is no room yet. */
export function CameraPicture(props: CameraPictureProps) {
  const room = useDirectorRoom();
  if (!room) return null;
  return (
    <Suspense fallback={null}>
      <RoomPicture {...props} room={room} />
    </Suspense>
  );
}
