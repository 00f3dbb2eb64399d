import { useTracks, VideoTrack } from '@livekit/components-react';
import { type Room, Track, VideoQuality } from 'livekit-client';
import { useEffect, useRef } from 'react';
import { LastPicture } from './last-picture';
import { useVisible } from './use-visible';

export interface CameraPictureProps {
  identity: string;
  /** What a screen reader says for the picture. */
  label: string;
  /** The layer to ask for; null where another picture of the same camera decides. */
  layer: 'low' | 'high' | null;
  /** Shows the last picture in grey instead of nothing. */
  gone: boolean;
}

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
