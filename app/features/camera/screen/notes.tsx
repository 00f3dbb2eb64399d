import { CloudOff, PhoneCall, Thermometer, TriangleAlert, VideoOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Note } from './standing';

const WORDS: Record<Note, { icon: ReactNode; what: string; then: string }> = {
  interrupted: {
    icon: <PhoneCall className="icon" />,
    what: 'The phone holds the camera.',
    then: 'End the call or the other app, it comes back by itself.',
  },
  lost: {
    icon: <TriangleAlert className="icon" />,
    what: 'No network.',
    then: 'Keep filming, it comes back by itself.',
  },
  pictureOff: {
    icon: <VideoOff className="icon" />,
    what: 'Your picture is off.',
    then: 'Nobody sees this camera.',
  },
  hot: {
    icon: <Thermometer className="icon" />,
    what: 'The phone is hot or busy.',
    then: 'Picture lowered. Give it shade.',
  },
  deskGone: {
    icon: <CloudOff className="icon" />,
    what: 'No word from the desk.',
    then: 'Keep filming, the tally comes back by itself.',
  },
};

export function Notes({ note }: { note: Note | null }) {
  const words = note ? WORDS[note] : null;
  return (
    <p className="cam-note" role="status" data-empty={!words}>
      {words ? (
        <>
          {words.icon}
          <span>
            <b>{words.what}</b> {words.then}
          </span>
        </>
      ) : null}
    </p>
  );
}
