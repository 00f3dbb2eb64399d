import { useMaybeRoomContext, useTracks } from '@livekit/components-react';
import { RemoteTrackPublication, type Room, Track } from 'livekit-client';
import { useEffect } from 'react';

/** The desk hears the program, not the cameras: their microphones are not fetched at all. */
export function SilentCameras() {
  const room = useMaybeRoomContext();
  return room ? <Silence room={room} /> : null;
}

function Silence({ room }: { room: Room }) {
  const microphones = useTracks([Track.Source.Microphone], { room });
  useEffect(() => {
    for (const { publication } of microphones) {
      if (publication instanceof RemoteTrackPublication) publication.setSubscribed(false);
    }
  }, [microphones]);
  return null;
}
