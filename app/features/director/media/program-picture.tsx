import { Suspense } from 'react';
import { Shape } from '../../../ui/shape';
import { Returned, useDeskRoom } from './desk-room';

export interface ProgramPictureProps {
  listening: boolean;
  /** Said while no picture comes back. */
  waiting: string;
}

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

export function Waiting({ text }: { text: string }) {
  return (
    <span className="picture-note">
      <Shape state="waiting" />
      {text}
    </span>
  );
}
