import { Undo2 } from 'lucide-react';
import type { CrewScore } from '../../../../contract/messages';
import { Button } from '../../../ui/button';
import type { Scorer } from './use-scorer';

/** Takes back what was counted last, and says what that was and by whom. */
export function UndoBar({ score, scorer: { busy, give } }: { score: CrewScore; scorer: Scorer }) {
  const { last } = score;
  return (
    <div className="scorer-undo">
      <Button
        size="touch"
        wide
        icon={<Undo2 className="icon" />}
        disabled={last === null}
        busy={busy.has('undo')}
        onClick={() => last && void give('undo', ({ undo }) => undo(last.id))}
      >
        {last ? (
          <span className="clip">
            Undo {last.delta > 0 ? '+1' : '−1'} {score[last.side].short}
            <span className="scorer-by">, by {last.actor}</span>
          </span>
        ) : (
          'Nothing to undo'
        )}
      </Button>
    </div>
  );
}
