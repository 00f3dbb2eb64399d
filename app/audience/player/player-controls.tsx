import { Maximize, Minimize, Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import { IconButton } from '../../ui/button';
import { Shape } from '../../ui/shape';
import { useTexts } from '../texts/use-texts';
import type { Player } from './use-playback';

interface Props {
  player: Omit<Player, 'show'>;
  onSound: (on: boolean) => void;
  frame: RefObject<HTMLElement | null>;
  children: ReactNode;
}

export function PlayerControls({ player, onSound, frame, children }: Props) {
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
      <span className="player-way" role="status">
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

/** iPhones show only a video full screen, by a call of their own. A refusal leaves everything as it was. */
function toggleFullscreen(frame: HTMLElement | null): void {
  const video = frame?.querySelector('video');
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  else if (frame?.requestFullscreen) void frame.requestFullscreen().catch(() => undefined);
  else if (video && 'webkitEnterFullscreen' in video && typeof video.webkitEnterFullscreen === 'function') {
    video.webkitEnterFullscreen();
  }
}
