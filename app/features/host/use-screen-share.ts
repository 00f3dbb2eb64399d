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

/**
 * Without a limit the browser sends a 5K or very wide screen as it is: more than phones decode, and more than
 * the program has. It scales down and keeps the shape.
 */
const LARGEST = { width: { max: 3840 }, height: { max: 2160 } };

async function ask(): Promise<SharedScreen | null> {
  const stream = await navigator.mediaDevices.getDisplayMedia({
    video: { frameRate: { max: 30 }, ...LARGEST },
    audio: true,
  });
  const [picture] = stream.getVideoTracks();
  if (!picture) return null;
  picture.contentHint = 'detail';
  return { picture, sound: stream.getAudioTracks()[0] ?? null };
}
