import { useTracks, VideoTrack } from '@livekit/components-react';
import { type Room, Track, VideoQuality } from 'livekit-client';
import { useEffect, useRef } from 'react';
import type { CameraPictureProps } from './camera-picture';
import { LastPicture } from './last-picture';
import { useVisible } from './use-visible';

/** A camera's picture from a room. */
export function RoomPicture({ room, identity, label, layer, gone }: CameraPictureProps & { room: Room }) {
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const visible = useVisible(frame);
  const track = useTracks([Track.Source.Camera], { room }).find(
    (one) => one.participant.identity === identity,
  );
  const publication = track
    ? room.remoteParticipants.get(identity)?.getTrackPublication(Track.Source.Camera)
    : undefined;
  useEffect(() => {
    if (layer) publication?.setVideoQuality(layer === 'low' ? VideoQuality.LOW : VideoQuality.HIGH);
  }, [publication, layer]);
  useEffect(() => {
    // A tile that is scrolled away costs nothing, unless its camera is also on preview (the high layer).
    if (layer) publication?.setEnabled(visible || layer === 'high');
  }, [publication, layer, visible]);
  return (
    <div ref={frame} className="picture" data-gone={gone}>
      <LastPicture video={video} gone={gone || !track} />
      {track && !gone ? (
        <VideoTrack ref={video} trackRef={track} aria-label={label} muted playsInline />
      ) : null}
    </div>
  );
}
