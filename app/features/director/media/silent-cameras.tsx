import { Suspense } from 'react';
import { Silence, useDeskRoom } from './desk-room';

/** The desk hears the program, not the cameras: their microphones are not fetched at all. */
export function SilentCameras() {
  const room = useDeskRoom();
  if (!room) return null;
  return (
    <Suspense fallback={null}>
      <Silence room={room} />
    </Suspense>
  );
}
