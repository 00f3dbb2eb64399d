import { useState } from 'react';
import type { Side } from '../../../../contract/vocabulary';
import type { CrewScore } from '../../../../contract/messages';
import { Button } from '../../../ui/button';
import { ConfirmDialog } from '../../../ui/dialog';
import type { Scorer } from './use-scorer';

interface Props {
  side: Side;
  score: CrewScore;
  scorer: Scorer;
}

/** One side: its points, the large button for one more, and a small one for one less, which asks first. */
export function SidePanel({ side, score, scorer: { busy, give } }: Props) {
  const [asking, setAsking] = useState(false);
  const { name, short, points } = score[side];
  const count = (delta: 1 | -1) => give(`${side}${delta}`, (all) => all.count(side, delta));
  const takeOff = () => void count(-1).then(() => setAsking(false));
  const less = Math.max(0, points - 1);
  const then = side === 'home' ? `${less}:${score.away.points}` : `${score.home.points}:${less}`;
  return (
    <section className="scorer-side card" aria-label={name}>
      <h2 dir="auto">{name}</h2>
      <output className="scorer-points num">{points}</output>
      <Button
        kind="primary"
        className="scorer-plus"
        aria-label={`+1 for ${name}`}
        busy={busy.has(`${side}1`)}
        onClick={() => void count(1)}
      >
        +1
        <small>{short}</small>
      </Button>
      <Button size="touch" wide disabled={points === 0} onClick={() => setAsking(true)}>
        −1 {short}…
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Take a point off ${name}?`}
        confirm="Take one off"
        busy={busy.has(`${side}-1`)}
        onConfirm={takeOff}
        onClose={() => setAsking(false)}
      >
        It then stands {then}. Viewers see it at once.
      </ConfirmDialog>
    </section>
  );
}
