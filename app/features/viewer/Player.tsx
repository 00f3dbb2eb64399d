import { VolumeX } from 'lucide-react';
import { useRef, useState, useSyncExternalStore } from 'react';
import { Notice } from '../../ui/notice';
import { Shape } from '../../ui/shape';
import { PlayerControls } from './PlayerControls';
import { useProgram } from './use-program';
import { playsH264 } from './viewer-token';

/** The program by WebRTC, half a second behind the pitch. */
export function Player({ slug, title }: { slug: string; title: string }) {
  const plays = useSyncExternalStore(
    () => () => undefined,
    playsH264,
    () => true,
  );
  if (!plays) {
    return (
      <section className="player player-still" aria-label="Player">
        <Notice title="This browser cannot play the program">
          It has no H.264 for live pictures. Open this page in Chrome, Edge or Safari.
        </Notice>
      </section>
    );
  }
  return <LivePlayer slug={slug} title={title} />;
}

function LivePlayer({ slug, title }: { slug: string; title: string }) {
  const frame = useRef<HTMLElement>(null);
  const [paused, setPaused] = useState(false);
  const [everHeard, setEverHeard] = useState(false);
  const { element: video, hasPicture, frozen, muted, setMuted } = useProgram(slug, paused);

  const sound = (on: boolean) => {
    setMuted(!on);
    if (on) setEverHeard(true);
  };
  return (
    <section className="player" aria-label="Player" ref={frame}>
      <video ref={video} aria-label={`${title}, live`} muted={muted} playsInline autoPlay />
      {hasPicture && !frozen ? null : <Waiting frozen={hasPicture} />}
      {!everHeard && hasPicture ? (
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
        video={video}
      />
    </section>
  );
}

function Waiting({ frozen }: { frozen: boolean }) {
  return (
    <p className="player-wait" role="status" data-over={frozen}>
      <Shape state="waiting" />
      {frozen ? 'The picture comes back by itself' : 'The picture is on its way'}
    </p>
  );
}
