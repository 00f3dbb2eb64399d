import { useEffect, useMemo } from 'react';

export interface Sound {
  track: MediaStreamTrack | null;
  muted: boolean;
}

/**
 * The one audio track of a show: the microphone, mixed with the sound of a shared screen. Muting then
 * silences the microphone only, because a shared film should be heard.
 */
export function useSound(
  microphone: MediaStreamTrack | null,
  screen: MediaStreamTrack | null,
  muted: boolean,
): Sound {
  const mix = useMemo(() => (microphone && screen ? mixOf(microphone, screen) : null), [microphone, screen]);
  useEffect(() => () => mix?.close(), [mix]);
  useEffect(() => mix?.mute(muted), [mix, muted]);
  return mix
    ? { track: mix.track, muted: false }
    : { track: microphone ?? screen, muted: microphone !== null && muted };
}

interface Mix {
  track: MediaStreamTrack;
  mute: (muted: boolean) => void;
  close: () => void;
}

function mixOf(microphone: MediaStreamTrack, screen: MediaStreamTrack): Mix | null {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const voice = context.createGain();
  context
    .createMediaStreamSource(new MediaStream([microphone]))
    .connect(voice)
    .connect(out);
  context.createMediaStreamSource(new MediaStream([screen])).connect(out);
  const [track] = out.stream.getAudioTracks();
  if (!track) return null;
  return {
    track,
    // A ramp: a step would click.
    mute: (muted) => void voice.gain.setTargetAtTime(muted ? 0 : 1, context.currentTime, 0.01),
    close: () => void context.close().catch(() => undefined),
  };
}
