import { useEffect, useState } from 'react';
import type { Capture } from './open';

/**
 * After a call the phone usually gives the tracks back by itself; what is still silent after this is asked
 * for anew.
 */
const GIVEN_BACK_MS = 1_500;

/**
 * Watches for the phone taking camera or microphone away: an incoming call on an iPhone mutes the tracks,
 * sleep and other apps end them. Calls `restart` when the page is visible and a track has ended or stays
 * silent. Tells whether that is so.
 */
export function useInterruption(capture: Capture | null, restart: () => void): boolean {
  const [interrupted, setInterrupted] = useState(false);
  useEffect(() => {
    if (!capture) return;
    const tracks = [capture.video, capture.audio];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const taken = () => tracks.some((track) => track.muted || track.readyState === 'ended');
    const look = () => {
      clearTimeout(timer);
      setInterrupted(taken());
      if (!taken() || document.visibilityState !== 'visible') return;
      timer = setTimeout(() => {
        if (taken() && document.visibilityState === 'visible') restart();
      }, GIVEN_BACK_MS);
    };
    for (const track of tracks)
      for (const name of ['mute', 'unmute', 'ended']) track.addEventListener(name, look);
    document.addEventListener('visibilitychange', look);
    const first = setTimeout(look, 0);
    return () => {
      clearTimeout(timer);
      clearTimeout(first);
      for (const track of tracks) {
        for (const name of ['mute', 'unmute', 'ended']) track.removeEventListener(name, look);
      }
      document.removeEventListener('visibilitychange', look);
    };
  }, [capture, restart]);
  return interrupted;
}
