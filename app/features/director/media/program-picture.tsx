import { Suspense } from 'react';
import { Returned, useDirectorRoom } from './director-room';
import type { ProgramPictureProps } from './program-return';
import { Waiting } from './waiting';

/** The real program as it comes back from the engine, with its sound when somebody listens. */
export function ProgramPicture(props: ProgramPictureProps) {
  const room = useDirectorRoom();
  const waiting = <Waiting text={props.waiting} />;
  if (!room) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Returned {...props} room={room} />
    </Suspense>
  );
}
