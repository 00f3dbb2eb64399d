import { Suspense } from 'react';
import { RoomPicture, useDeskRoom } from './desk-room';

export interface CameraPictureProps {
  identity: string;
  /** What a screen reader says for the picture. */
  label: string;
  /** The layer to ask for; null where another picture of the same camera decides. */
  layer: 'low' | 'high' | null;
  /** Shows the last picture in grey instead of nothing. */
  gone: boolean;
}

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
