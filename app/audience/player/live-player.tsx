import { Maximize, Minimize, Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { fill } from '../../../core/language';
import { IconButton } from '../../ui/button';
import { Shape } from '../../ui/signs';
import { useTexts } from '../texts/use-texts';
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

/** Always in the page, as a live region for screen readers; seen while no picture moves. */
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

interface ControlsProps {
  player: Omit<Player, 'show'>;
  onSound: (on: boolean) => void;
  frame: RefObject<HTMLElement | null>;
  children: ReactNode;
}

function PlayerControls({ player, onSound, frame, children }: ControlsProps) {
  const { player: texts } = useTexts();
  const full = useFullscreen();
  const { paused, muted } = player;
  return (
    <div className="player-controls">
      <IconButton label={paused ? texts.play : texts.pause} onClick={() => player.setPaused(!paused)}>
        {paused ? <Play className="icon" /> : <Pause className="icon" />}
      </IconButton>
      <IconButton label={muted ? texts.soundOn : texts.soundOff} onClick={() => onSound(muted)}>
        {muted ? <VolumeX className="icon" /> : <Volume2 className="icon" />}
      </IconButton>
      <span className="player-live" data-paused={paused}>
        <Shape state={paused ? 'standby' : 'program'} />
        {paused ? texts.paused : texts.live}
      </span>
      <span className="player-transport" role="status">
        {player.transport === 'hls' && player.picture !== 'none' ? (
          <span title={texts.laterWhy}>{texts.later}</span>
        ) : null}
      </span>
      {children}
      <IconButton label={full ? texts.fullLeave : texts.full} onClick={() => toggleFullscreen(frame.current)}>
        {full ? <Minimize className="icon" /> : <Maximize className="icon" />}
      </IconButton>
    </div>
  );
}

function useFullscreen(): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  return full;
}

/** iPhones show only a video full screen, by a call of their own. A refusal changes nothing. */
function toggleFullscreen(frame: HTMLElement | null): void {
  const video = frame?.querySelector('video');
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  else if (frame?.requestFullscreen) void frame.requestFullscreen().catch(() => undefined);
  else if (video && 'webkitEnterFullscreen' in video && typeof video.webkitEnterFullscreen === 'function') {
    video.webkitEnterFullscreen();
  }
}
