import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { CrewScore } from '../../../../contract/messages';
import { entryText, signed } from '../../../../core/scoring/mark-text';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import type { ShownEvent } from './score-list';
import type { Scorer } from './use-scorer';

interface Props {
  score: CrewScore;
  scorer: Scorer;
}

/** Takes back what happened last, and any of the last ones; shows what that was and by whom. */
export function UndoBar({ score, scorer }: Props) {
  const [listing, setListing] = useState(false);
  const [last] = scorer.shown;
  return (
    <div className="scorer-undo">
      <Button
        size="touch"
        wide
        icon={<Undo2 className="icon" />}
        disabled={!last}
        onClick={() => last && scorer.takeBack(last)}
      >
        {last ? (
          <span className="clip">
            Undo {shortText(score, scorer, last)}
            <span className="scorer-by">{byText(last)}</span>
          </span>
        ) : (
          'Nothing to undo'
        )}
      </Button>
      <Button size="touch" disabled={!last} onClick={() => setListing(true)}>
        List…
      </Button>
      <Dialog open={listing} title="Take back" onClose={() => setListing(false)}>
        <EventList score={score} scorer={scorer} />
        <div className="dialog-buttons">
          <Button size="touch" onClick={() => setListing(false)}>
            Close
          </Button>
        </div>
      </Dialog>
    </div>
  );
}

/** More than a scorer remembers; older ones are taken back by the API. */
const LISTED = 30;

function EventList({ score, scorer }: Props) {
  if (scorer.shown.length === 0) return <p className="text-2">Nothing counts yet.</p>;
  return (
    <ul className="scorer-list">
      {scorer.shown.slice(0, LISTED).map((event) => {
        const text = shortText(score, scorer, event);
        return (
          <li key={event.id}>
            <span className="grow">
              {text}
              <small className="scorer-by">{byText(event)}</small>
            </span>
            <Button size="touch" aria-label={`Take back ${text}`} onClick={() => scorer.takeBack(event)}>
              Take back
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function byText({ actor }: ShownEvent): string {
  return actor === null ? ', not sent yet' : `, by ${actor}`;
}

/** `+1 HAF`, or its words with the short name of the side. */
function shortText(score: CrewScore, { board }: Pick<Scorer, 'board'>, event: ShownEvent): string {
  const names = { home: score.home.short, away: score.away.short };
  const isPoint = event.kind === 'goal' || event.kind === 'correction';
  if (!isPoint || !event.side || event.player) return entryText(board.sport, event, names);
  return `${signed(event.value ?? 0)} ${names[event.side]}`;
}
