import type { PublicScore } from '../../../contract/messages';
import { useMatchTime } from './use-match-time';
import { SCORE_WORDS } from './score-texts';

/** `Second half 63:12 · 2:1`: for the crew, in a line beneath a title. */
export function ScoreSubtitle({ score }: { score: PublicScore }) {
  const time = useMatchTime(score.clock);
  const { home, away, period } = score;
  const words = period && SCORE_WORDS.en.periods[period];
  return (
    <span className="num">
      {words} {time} · {home.points}:{away.points}
    </span>
  );
}
