import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLiveKitRoom } from '../../realtime/hooks/use-livekit-room';
import { look, startWatch } from './freeze-watch';
import { viewerToken } from './viewer-token';

const LOOK_EVERY_MS = 1_000;

/**
 * The program of an event for the video element that gets `element`: one stream of its picture and its sound, renewed for
 * ever when it stands still. `paused` is the person's own wish.
 */
export function useProgram(slug: string, paused: boolean) {
  const element = useRef<HTMLVideoElement>(null);
  const fetchToken = useCallback(() => viewerToken(slug), [slug]);
  const { enabled, renew } = useRenewal();
  const { tracks } = useLiveKitRoom({ fetchToken, enabled });
  const published = Object.values(tracks);
  const picture = published.find(({ camera }) => camera?.track)?.camera?.track?.mediaStreamTrack;
  const sound = published.find(({ microphone }) => microphone?.track)?.microphone?.track?.mediaStreamTrack;

  // Put together here and not by LiveKit's attach(), which unmutes the element and so has its playback refused.
  const stream = useMemo(
    () => (picture ? new MediaStream(sound ? [picture, sound] : [picture]) : null),
    [picture, sound],
  );
  useEffect(() => {
    const video = element.current;
    if (!video || !stream) return;
    video.srcObject = stream;
    if (!paused) video.play().catch(() => undefined);
    // `paused` has its own effect; a new stream is not a reason to ask again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [stream]);

  useEffect(() => {
    const video = element.current;
    if (!video?.srcObject) return;
    if (paused) video.pause();
    else video.play().catch(() => undefined);
  }, [paused]);

  const frozen = useFrozen(element, paused, renew);
  const [everSeen, setEverSeen] = useState(false);
  if (stream && !everSeen) setEverSeen(true);
  // Browsers let a page begin only in silence; the first press brings the sound.
  const [muted, keepMuted] = useState(true);
  const setMuted = (next: boolean) => {
    keepMuted(next);
    const video = element.current;
    if (!video) return;
    // In the press itself: only then does the browser let the sound out.
    video.muted = next;
    if (!paused) video.play().catch(() => undefined);
  };
  return { element, picture: pictureOf(stream !== null, everSeen, frozen), muted, setMuted };
}

/** none: not yet; gone: there was one, and the last of it may still stand. */
export type Picture = 'none' | 'moving' | 'gone';

function pictureOf(arrives: boolean, everSeen: boolean, frozen: boolean): Picture {
  if (arrives && !frozen) return 'moving';
  return everSeen ? 'gone' : 'none';
}

/** Leaves the room and joins it anew: a connection that stands but moves nothing is not mended by its own repair. */
function useRenewal() {
  const [enabled, setEnabled] = useState(true);
  const renew = useCallback(() => {
    setEnabled(false);
    setTimeout(() => setEnabled(true), 0);
  }, []);
  return { enabled, renew };
}

/** Looks once a second whether the picture moves; sleep, lost networks and restarted servers all show in that. */
function useFrozen(element: RefObject<HTMLVideoElement | null>, paused: boolean, renew: () => void): boolean {
  const [frozen, setFrozen] = useState(false);
  useEffect(() => {
    let watch = startWatch(performance.now());
    const timer = setInterval(() => {
      const video = element.current;
      const seen = look(watch, {
        nowMs: performance.now(),
        frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
        watching: document.visibilityState === 'visible' && !paused,
      });
      watch = seen.watch;
      setFrozen(seen.frozen);
      // A phone that slept may have paused the element; playing again costs nothing where it plays already.
      if (!paused && video?.paused && video.srcObject) video.play().catch(() => undefined);
      if (seen.renew) renew();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [element, paused, renew]);
  return frozen;
}
