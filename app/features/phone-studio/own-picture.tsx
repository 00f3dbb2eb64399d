import { useEffect, useRef } from 'react';
import type { Capture } from './capture';

/** The whole picture, never cropped: what is not visible here is not on the air. */
export function OwnPicture({ capture }: { capture: Capture | null }) {
  const element = useRef<HTMLVideoElement>(null);
  const video = capture?.video ?? null;
  useEffect(() => {
    const target = element.current;
    if (!target || !video) return;
    target.srcObject = new MediaStream([video]);
    // Muted video may always play; a rejection only means that the element is gone.
    target.play().catch(() => undefined);
    return () => {
      target.srcObject = null;
    };
  }, [video]);
  return (
    <video
      ref={element}
      className="own-picture"
      data-mirrored={capture?.facing === 'user'}
      aria-label="Your picture"
      muted
      playsInline
      autoPlay
    />
  );
}
