import type { PublicScore } from '../../realtime/contract';
import { useMatchTime } from './use-match-time';
import type { ScoreWords } from './words';

interface Props {
  score: PublicScore;
  words: ScoreWords;
  /** `names`: beneath the picture. `short`: over it, where there is little room. */
  look: 'names' | 'short';
}

/** How it stands: both sides with their points, the clock and the period. The clock keeps its place before it is known. */
export function ScoreLine({ score, words, look }: Props) {
  const { home, away, period } = score;
  const time = useMatchTime(score.clock);
  const name = (side: typeof home) => (look === 'names' ? side.name : side.short);
  return (
    <section className="score-line" data-look={look} aria-label={words.label}>
      <b className="score-name" dir="auto" title={home.name}>
        {name(home)}
      </b>
      <Points score={score} />
      <b className="score-name" dir="auto" title={away.name}>
        {name(away)}
      </b>
      <span className="score-when">
        <time className="num">{time ?? '\u2007'}</time>
        {look === 'names' ? <small>{period ? words.periods[period] : '\u00a0'}</small> : null}
      </span>
    </section>
  );
}

/** Each change is said to who does not see it, with the names; the clock is not. */
export function Points({ score: { home, away } }: Pick<Props, 'score'>) {
  return (
    <span className="score-points num" role="status">
      <span aria-hidden="true">
        {home.points}
        <i>:</i>
        {away.points}
      </span>
      <span className="visually-hidden">
        {home.name} {home.points}, {away.name} {away.points}
      </span>
    </span>
  );
}
