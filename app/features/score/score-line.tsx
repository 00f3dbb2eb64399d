import type { PublicScore, ScoreSide } from '../../../contract/messages';
import { useMatchTime } from './use-match-time';
import type { ScoreWords } from './score-texts';

interface Props {
  score: PublicScore;
  words: ScoreWords;
  /** `names`: beneath the picture. `short`: over it, where there is little room. */
  look: 'names' | 'short';
}

/** Longer names are written smaller, and in two lines. */
const LONG = 14;

/**
 * How it stands: both sides with their points, the clock and the period. The clock keeps its place before it
 * is known.
 */
export function ScoreLine({ score, words, look }: Props) {
  const { home, away, period } = score;
  const time = useMatchTime(score.clock);
  const name = (side: ScoreSide) => (
    <b
      className="score-name"
      dir="auto"
      title={side.name}
      data-long={look === 'names' && side.name.length > LONG}
    >
      {look === 'names' ? side.name : side.short}
    </b>
  );
  return (
    <section className="score-line" data-look={look} aria-label={words.label}>
      {name(home)}
      <Points score={score} />
      {name(away)}
      <span className="score-when">
        <time className="num">{time ?? '\u2007'}</time>
        {look === 'names' ? <small>{period ? words.periods[period] : '\u00a0'}</small> : null}
      </span>
    </section>
  );
}

/** Each change is said to who does not see it, with the names; the clock is not. */
function Points({ score: { home, away } }: Pick<Props, 'score'>) {
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
