import { type RefObject, useEffect, useRef, useState } from 'react';
import { timeOfDay } from '../../../ui/format';

/** Often enough that the last picture is the last one worth seeing, seldom enough to cost nothing. */
const KEEP_EVERY_MS = 1000;
const WIDTH = 320;
const HEIGHT = 180;

/** Keeps a copy of the moving picture; when that is gone, shows it in grey with its time. */
export function LastPicture({ video, gone }: { video: RefObject<HTMLVideoElement | null>; gone: boolean }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [keptAt, setKeptAt] = useState<number | null>(null);
  useEffect(() => {
    if (gone) return;
    const timer = setInterval(() => {
      if (!video.current || video.current.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      const context = canvas.current?.getContext('2d');
      if (!context) return;
      drawFitted(context, video.current);
      setKeptAt(Date.now());
    }, KEEP_EVERY_MS);
    return () => clearInterval(timer);
  }, [video, gone]);
  return (
    <>
      <canvas
        ref={canvas}
        className="last-picture"
        width={WIDTH}
        height={HEIGHT}
        aria-hidden="true"
        hidden={keptAt === null}
      />
      {gone && keptAt !== null ? <span className="last-time">Last picture {timeOfDay(keptAt)}</span> : null}
    </>
  );
}

function drawFitted(context: CanvasRenderingContext2D, video: HTMLVideoElement): void {
  if (video.videoWidth === 0) return;
  const scale = Math.min(WIDTH / video.videoWidth, HEIGHT / video.videoHeight);
  const width = video.videoWidth * scale;
  const height = video.videoHeight * scale;
  context.fillStyle = '#000';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.drawImage(video, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
}
