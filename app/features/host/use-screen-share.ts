import { useCallback, useEffect, useState } from 'react';

export interface SharedScreen {
  picture: MediaStreamTrack;
  /** Of a tab or a whole screen, where the browser offers it. */
  sound: MediaStreamTrack | null;
}

export interface ScreenShare {
  screen: SharedScreen | null;
  /** Phones cannot share theirs. */
  able: boolean;
  share: () => void;
  stop: () => void;
}

/** A shared screen, window or tab; ended by our button or the browser’s own. */
export function useScreenShare(): ScreenShare {
  const [screen, setScreen] = useState<SharedScreen | null>(null);
  const share = useCallback(() => {
    // Dismissing the browser’s prompt is a decision, not an error.
    ask().then(setScreen, () => undefined);
  }, []);
  const stop = useCallback(() => setScreen(null), []);
  useEffect(() => {
    if (!screen) return;
    screen.picture.addEventListener('ended', stop);
    return () => {
      screen.picture.removeEventListener('ended', stop);
      screen.picture.stop();
      screen.sound?.stop();
    };
  }, [screen, stop]);
  const able = typeof navigator !== 'undefined' && 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  return { screen, able, share, stop };
}

async function ask(): Promise<SharedScreen | null> {
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { frameRate: { max: 30 } },
    audio: true,
  });
  const [picture] = stream.getVideoTracks();
  if (!picture) return null;
  picture.contentHint = 'detail';
  return { picture, sound: stream.getAudioTracks()[0] ?? null };
}
