import { CameraOff, CloudOff, MicOff, PhoneCall, Thermometer, TriangleAlert, VideoOff } from 'lucide-react';
import type { ReactNode } from 'react';

export type Note = 'interrupted' | 'lost' | 'pictureOff' | 'hot' | 'serverGone' | 'noPicture' | 'noSound';

/** Only the most important one: nobody reads a list while following a ball. */
export function noteOf(facts: Record<Note, boolean>): Note | null {
  const order: Note[] = ['interrupted', 'lost', 'pictureOff', 'hot', 'serverGone', 'noPicture', 'noSound'];
  return order.find((note) => facts[note]) ?? null;
}

const NOTE_TEXTS: Record<Note, { icon: ReactNode; what: string; then: string }> = {
  interrupted: {
    icon: <PhoneCall className="icon" />,
    what: 'The phone holds the camera.',
    then: 'End the call or the other app, it comes back automatically.',
  },
  lost: {
    icon: <TriangleAlert className="icon" />,
    what: 'No network.',
    then: 'Keep filming, it comes back automatically.',
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
  serverGone: {
    icon: <CloudOff className="icon" />,
    what: 'No word from the desk.',
    then: 'Keep filming, the tally comes back automatically.',
  },
  noPicture: {
    icon: <CameraOff className="icon" />,
    what: 'No camera.',
    then: 'Share your screen, or connect or allow a camera and reload.',
  },
  noSound: {
    icon: <MicOff className="icon" />,
    what: 'No microphone.',
    then: 'Only your picture is sent. End a call, or connect or allow one, then press No sound.',
  },
};

export function Notes({ note }: { note: Note | null }) {
  const text = note ? NOTE_TEXTS[note] : null;
  return (
    <p className="cam-note" role="status" data-empty={!text}>
      {text ? (
        <>
          {text.icon}
          <span>
            <b>{text.what}</b> {text.then}
          </span>
        </>
      ) : null}
    </p>
  );
}
