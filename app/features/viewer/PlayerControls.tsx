import { Maximize, Minimize, Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { type RefObject, useEffect, useState } from 'react';
import { IconButton } from '../../ui/button';
import { Shape } from '../../ui/shape';

interface Props {
  paused: boolean;
  muted: boolean;
  onPaused: (paused: boolean) => void;
  onMuted: (muted: boolean) => void;
  frame: RefObject<HTMLElement | null>;
  video: RefObject<HTMLVideoElement | null>;
}

export function PlayerControls({ paused, muted, onPaused, onMuted, frame, video }: Props) {
  const full = useFullscreen();
  return (
    <div className="player-controls">
      <IconButton label={paused ? 'Play' : 'Pause'} onClick={() => onPaused(!paused)}>
        {paused ? <Play className="icon" /> : <Pause className="icon" />}
      </IconButton>
      <IconButton label={muted ? 'Sound on' : 'Sound off'} onClick={() => onMuted(!muted)}>
        {muted ? <VolumeX className="icon" /> : <Volume2 className="icon" />}
      </IconButton>
      <span className="player-live" data-paused={paused}>
        <Shape state={paused ? 'standby' : 'program'} />
        {paused ? 'PAUSED' : 'LIVE'}
      </span>
      <span className="grow" />
      <IconButton
        label={full ? 'Leave full screen' : 'Full screen'}
        onClick={() => toggleFullscreen(frame.current, video.current)}
      >
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
function toggleFullscreen(frame: HTMLElement | null, video: HTMLVideoElement | null): void {
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  else if (frame?.requestFullscreen) void frame.requestFullscreen().catch(() => undefined);
  else if (video && 'webkitEnterFullscreen' in video && typeof video.webkitEnterFullscreen === 'function') {
    video.webkitEnterFullscreen();
  }
}
