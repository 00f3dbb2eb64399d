import { VolumeX } from 'lucide-react';
import { useRef, useState } from 'react';
import { PlayerControls } from './PlayerControls';
import { PlayerWait } from './PlayerWait';
import { useProgram } from './use-program';

interface Props {
  slug: string;
  title: string;
}

/** Loaded after the first paint, because the media client with it is larger than all the rest of the page. */
export default function LivePlayer({ slug, title }: Props) {
  const frame = useRef<HTMLElement>(null);
  const [paused, setPaused] = useState(false);
  const [everHeard, setEverHeard] = useState(false);
  const { element, picture, muted, setMuted } = useProgram(slug, paused);

  const sound = (on: boolean) => {
    setMuted(!on);
    if (on) setEverHeard(true);
  };
  return (
    <section className="player" aria-label="Player" ref={frame}>
      <video ref={element} aria-label={`${title}, live`} muted={muted} playsInline autoPlay />
      {picture === 'moving' ? null : <PlayerWait over={picture === 'gone'} />}
      {!everHeard && picture !== 'none' ? (
        <button type="button" className="player-sound" onClick={() => sound(true)}>
          <VolumeX className="icon" aria-hidden="true" />
          Tap for sound
        </button>
      ) : null}
      <PlayerControls
        paused={paused}
        muted={muted}
        onPaused={setPaused}
        onMuted={(next) => sound(!next)}
        frame={frame}
        video={element}
      />
    </section>
  );
}
