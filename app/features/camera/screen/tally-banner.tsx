import type { OperatorState } from '../../../../contract/messages';
import { Shape, type SignState } from '../../../ui/shape';

export type TallyState = OperatorState['tally'] | 'lost';

const WORDS: Record<TallyState, { shape: SignState; words: string }> = {
  program: { shape: 'program', words: 'ON AIR' },
  preview: { shape: 'preview', words: 'NEXT' },
  standby: { shape: 'standby', words: 'STANDBY' },
  lost: { shape: 'attention', words: 'NO NETWORK' },
};

/** A colour, a shape and a word; it changes at once, and never blinks or fades. */
export function TallyBanner({ standing, words }: { standing: TallyState; words?: string | undefined }) {
  const { shape, words: usual } = WORDS[standing];
  return (
    <p className="cam-tally" role="status">
      <Shape state={shape} />
      {words ?? usual}
    </p>
  );
}
