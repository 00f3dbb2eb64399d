import { Suspense } from 'react';
import { Silence, useDirectorRoom } from './director-room';

/** The desk hears the program, not the cameras: their microphones are not fetched at all. */
export function SilentCameras() {
  const room = useDirectorRoom();
  if (!room) return null;
  return (
    <Suspense fallback={null}>
      <Silence room={room} />
    </Suspense>
  );
}
