import { useNow } from '../../ui/clock';
import { Shape } from '../../ui/shape';
import { startWords } from './countdown';

/** Before: it becomes the player by itself. */
export function BeforeShow({ startsAt }: { startsAt: string | null }) {
  const words = startWords(startsAt, useNow());
  return (
    <section className="player player-still" aria-label="Player" role="status">
      <Pitch />
      <h2>The stream starts soon</h2>
      {words ? <time className="player-countdown">{words}</time> : null}
      <p>
        <Shape state="waiting" />
        Keep this page open, it starts by itself.
      </p>
    </section>
  );
}

export function AfterShow() {
  return (
    <section className="player player-still" aria-label="Player" role="status">
      <Pitch />
      <h2>The stream has ended</h2>
      <p>Thank you for watching.</p>
    </section>
  );
}

/** Half a pitch, drawn quietly behind the words. */
function Pitch() {
  return (
    <svg className="player-pitch" viewBox="0 0 160 90" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M0 78h160M80 12v66M0 12h160" />
      <circle cx="80" cy="45" r="16" />
      <circle cx="80" cy="45" r="1" fill="currentColor" />
      <path d="M0 24h24v42H0M160 24h-24v42h24M24 37a10 10 0 0 1 0 16M136 37a10 10 0 0 0 0 16" />
    </svg>
  );
}
