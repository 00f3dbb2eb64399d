import { AudioTrack, useMaybeRoomContext, useTracks, VideoTrack } from '@livekit/components-react';
import { type Room, Track } from 'livekit-client';
import { Shape } from '../../ui/shape';

interface Props {
  listening: boolean;
  /** Said while no picture comes back. */
  waiting: string;
}

/** The real program as it comes back from the engine, with its sound when somebody listens. */
export function ProgramPicture(props: Props) {
  const room = useMaybeRoomContext();
  return room ? <Returned {...props} room={room} /> : <Waiting text={props.waiting} />;
}

function Returned({ room, listening, waiting }: Props & { room: Room }) {
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

function Waiting({ text }: { text: string }) {
  return (
    <span className="picture-note">
      <Shape state="waiting" />
      {text}
    </span>
  );
}
