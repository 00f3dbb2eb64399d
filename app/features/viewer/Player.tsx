import { lazy, Suspense, useSyncExternalStore } from 'react';
import { Notice } from '../../ui/notice';
import { PlayerWait } from './PlayerWait';
import { playsH264 } from './viewer-token';

const LivePlayer = lazy(() => import('./LivePlayer'));
const never = () => () => undefined;

/** The program by WebRTC, half a second behind the pitch. */
export function Player({ slug, title }: { slug: string; title: string }) {
  // The server knows neither the browser's codecs nor needs the media client.
  const plays = useSyncExternalStore(never, playsH264, () => null);
  if (plays === false) return <CannotPlay />;
  const coming = (
    <section className="player" aria-label="Player">
      <PlayerWait over={false} />
    </section>
  );
  if (plays === null) return coming;
  return (
    <Suspense fallback={coming}>
      <LivePlayer slug={slug} title={title} />
    </Suspense>
  );
}

function CannotPlay() {
  return (
    <section className="player player-still" aria-label="Player">
      <Notice title="This browser cannot play the program">
        It has no H.264 for live pictures. Open this page in Chrome, Edge or Safari.
      </Notice>
    </section>
  );
}
