import { AudioTrack, useTracks, VideoTrack } from '@livekit/components-react';
import { type Room, Track } from 'livekit-client';
import { Waiting } from './waiting';

export interface ProgramPictureProps {
  listening: boolean;
  /** Said while no picture comes back. */
  waiting: string;
}

/** The program from the room in which it comes back. */
export function ProgramReturn({ room, listening, waiting }: ProgramPictureProps & { room: Room }) {
  const picture = useTracks([Track.Source.Camera], { room }).find((track) => !track.participant.isLocal);
  const sound = useTracks([Track.Source.Microphone], { room }).find((track) => !track.participant.isLocal);
  return (
    <>
      {picture ? (
        <VideoTrack trackRef={picture} aria-label="Program" muted playsInline />
      ) : (
        <Waiting text={waiting} />
      )}
      {sound && listening ? <AudioTrack trackRef={sound} /> : null}
    </>
  );
}
