import { useEffect, useRef } from 'react';
import type { OperatorState } from '../../../contract/messages';
import { Shape, type SignState } from '../../ui/signs';
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

export type TallyState = OperatorState['tally'] | 'lost';

const TALLY_SIGNS: Record<TallyState, { shape: SignState; word: string }> = {
  program: { shape: 'program', word: 'ON AIR' },
  preview: { shape: 'preview', word: 'NEXT' },
  standby: { shape: 'standby', word: 'STANDBY' },
  lost: { shape: 'attention', word: 'NO NETWORK' },
};

/** Colour, shape and word; it changes at once and never blinks or fades. */
export function TallyBanner({ tally, text }: { tally: TallyState; text?: string | undefined }) {
  const { shape, word } = TALLY_SIGNS[tally];
  return (
    <p className="cam-tally" role="status">
      <Shape state={shape} />
      {text ?? word}
    </p>
  );
}
