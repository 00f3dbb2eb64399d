import type { RemoteTrack } from 'livekit-client';
import { useCallback, useEffect, useRef } from 'react';
import { api } from '../../api/client';
import { useLiveKitRoom } from '../../realtime/client/use-livekit-room';
import { Shape } from '../../ui/signs';
import { useStickyFlag } from '../phone-studio/use-sticky-flag';

interface Props {
  onAir: boolean;
  /** No network: the picture is old. */
  lost: boolean;
}

/** The program, small and without sound. It costs mobile data, so a press hides it. */
export default function ReturnPicture({ onAir, lost }: Props) {
  const [hidden, setHidden] = useStickyFlag('noReturn');
  const fetchToken = useCallback(() => api('POST /api/cameras/return-token'), []);
  const { tracks } = useLiveKitRoom({
    fetchToken,
    enabled: !hidden,
    connectOptions: { autoSubscribe: false },
  });
  const program = Object.values(tracks).find(({ camera }) => camera)?.camera ?? null;
  // No sound: it would play into the phone’s own microphone.
  useEffect(() => program?.setSubscribed(true), [program]);
  const picture = program?.track ?? null;
  const element = useAttached(hidden ? null : picture);
  const label = onAir ? 'Program: you' : 'Program';
  return (
    <button
      type="button"
      className="cam-return"
      data-hidden={hidden}
      data-old={lost}
      aria-pressed={!hidden}
      aria-label={hidden ? 'Show the program' : `${label}. Press to hide it`}
      onClick={() => setHidden(!hidden)}
    >
      {hidden ? null : <video ref={element} muted playsInline autoPlay aria-hidden="true" />}
      <span>
        {onAir && picture && !lost ? <Shape state="program" /> : null}
        {hidden ? 'Show program' : lost || !picture ? 'No return picture' : label}
      </span>
    </button>
  );
}

function useAttached(track: RemoteTrack | null) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const target = element.current;
    if (!target || !track) return;
    track.attach(target);
    return () => {
      track.detach(target);
    };
  }, [track]);
  return element;
}
