import { useTracks } from '@livekit/components-react';
import { RemoteTrackPublication, type Room, Track } from 'livekit-client';
import { useEffect } from 'react';

/** Gives up every microphone of a room. */
export function AudioUnsubscriber({ room }: { room: Room }) {
  const microphones = useTracks([Track.Source.Microphone], { room });
  useEffect(() => {
    for (const { publication } of microphones) {
      if (publication instanceof RemoteTrackPublication) publication.setSubscribed(false);
    }
  }, [microphones]);
  return null;
}
