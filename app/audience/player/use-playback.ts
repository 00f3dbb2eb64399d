import { createContext, useContext, useEffect, useState } from 'react';
import type { EventStatus } from '../../../contract/vocabulary';
import { type Playback, PLAYBACK_BEFORE, type PlaybackView } from './playback';

/** The page's playback, started before the page was hydrated (mount/bootstrap.ts); null on the server. */
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
 * not known yet (null), it stays as it was started.
 */
export function usePlayback(status: EventStatus, wanted: boolean | null): Player {
  const playback = useContext(PlaybackContext);
  // The first render in the browser is the server's, so what is known already comes after it.
  const [view, setView] = useState(PLAYBACK_BEFORE);
  useEffect(() => {
    if (!playback) return;
    const update = () => setView(playback.view());
    update();
    return playback.subscribe(update);
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

/** Takes the data packets of the program's room, also those that came before the component. */
export function usePackets(take: (topic: string, text: string) => void): void {
  const playback = useContext(PlaybackContext);
  useEffect(() => playback?.onPackets(take), [playback, take]);
}
