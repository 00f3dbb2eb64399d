import { Play, VolumeX } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { fill } from '../../../core/language';
import { Shape } from '../../ui/shape';
import { useTexts } from '../texts/use-texts';
import { PlayerControls } from './player-controls';
import type { Player } from './use-playback';

interface Props {
  title: string;
  player: Player;
  /** What lies over the picture. */
  over?: ReactNode;
  /** Further controls at the right end of the row. */
  children?: ReactNode;
}

/**
 * The program with its controls. Rendered by the server too, so that nothing moves when the picture comes.
 */
export function LivePlayer({ title, player, over, children }: Props) {
  const { player: texts } = useTexts();
  const frame = useRef<HTMLElement>(null);
  const [everHeard, setEverHeard] = useState(false);
  const { show, ...controlled } = player;
  const { picture, needsPress, muted } = controlled;
  const sound = (on: boolean) => {
    controlled.setMuted(!on);
    if (on) setEverHeard(true);
  };
  return (
    <section className="player" aria-label={texts.label} ref={frame}>
      <video ref={show} aria-label={fill(texts.picture, { title })} muted={muted} playsInline autoPlay />
      {needsPress ? (
        <button type="button" className="player-press" onClick={() => controlled.setPaused(false)}>
          <Play className="icon" aria-hidden="true" />
          {texts.tapToPlay}
        </button>
      ) : (
        <Wait picture={picture} stuck={controlled.stuck} />
      )}
      {!everHeard && picture !== 'none' ? (
        <button type="button" className="player-sound" onClick={() => sound(true)}>
          <VolumeX className="icon" aria-hidden="true" />
          {texts.tapForSound}
        </button>
      ) : null}
      {over}
      <PlayerControls player={controlled} onSound={sound} frame={frame}>
        {children}
      </PlayerControls>
    </section>
  );
}

/** Always there for a screen reader to listen to; seen while no picture moves. */
function Wait({ picture, stuck }: Pick<Player, 'picture' | 'stuck'>) {
  const { player: texts } = useTexts();
  return (
    <p
      className="player-wait"
      role="status"
      data-over={picture === 'gone'}
      data-stuck={stuck}
      data-moving={picture === 'moving'}
    >
      {picture === 'moving' ? null : (
        <>
          <Shape state={stuck ? 'attention' : 'waiting'} />
          <span>{stuck ? texts.stuck : picture === 'gone' ? texts.back : texts.coming}</span>
        </>
      )}
    </p>
  );
}
