import type { OperatorState } from '../../../contract/messages';
import { Shape, type SignState } from '../../ui/shape';

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
