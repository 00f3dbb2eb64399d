import { createContext, useContext, useEffect, useState } from 'react';
import type { EventStatus } from '../../../contract/messages';
import { type Playback, PLAYBACK_BEFORE, type PlaybackView } from './playback';

/**
 * The page's playback, begun before the page was enlivened (page/begin-page.ts); none while the server draws.
 */
const PlaybackContext = createContext<Playback | null>(null);
export const PlaybackProvider = PlaybackContext.Provider;

export interface Player extends PlaybackView {
  /** For the video element's `ref`. */
  show: (video: HTMLVideoElement | null) => void;
  setPaused: (paused: boolean) => void;
  setMuted: (muted: boolean) => void;
}

const nothing = () => undefined;

/**
 * The program as a component needs it. It plays while the event is live and `wanted` is true; while that is
 * not known yet (null), it stays as it was begun.
 */
export function usePlayback(status: EventStatus, wanted: boolean | null): Player {
  const playback = useContext(PlaybackContext);
  // The first drawing in the browser is the server's, so what is known already comes after it.
  const [view, setView] = useState(PLAYBACK_BEFORE);
  useEffect(() => {
    if (!playback) return;
    const look = () => setView(playback.view());
    look();
    return playback.subscribe(look);
  }, [playback]);
  useEffect(() => {
    if (wanted === null) return;
    const live = wanted && status === 'live';
    playback?.follow({ open: live || (wanted && status === 'ready'), live });
  }, [playback, status, wanted]);
  return {
    ...view,
    show: playback?.show ?? nothing,
    setPaused: (paused) => playback?.setPaused(paused),
    setMuted: (muted) => playback?.setMuted(muted),
  };
}

/** Hears the data packets of the program's room, also those that came before the component. */
export function usePackets(hear: (topic: string, text: string) => void): void {
  const playback = useContext(PlaybackContext);
  useEffect(() => playback?.hear(hear), [playback, hear]);
}
