import { Suspense } from 'react';
import { Returned, useDeskRoom } from './desk-room';
import type { ProgramPictureProps } from './returned';
import { Waiting } from './waiting';

/** The real program as it comes back from the engine, with its sound when somebody listens. */
export function ProgramPicture(props: ProgramPictureProps) {
  const room = useDeskRoom();
  const waiting = <Waiting text={props.waiting} />;
  if (!room) return waiting;
  return (
    <Suspense fallback={waiting}>
      <Returned {...props} room={room} />
    </Suspense>
  );
}
