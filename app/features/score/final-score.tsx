import type { PublicScore } from '../../../contract/messages';
import type { ScoreWords } from './score-texts';

/** How it ended. */
export function FinalScore({ score: { home, away }, words }: { score: PublicScore; words: ScoreWords }) {
  return (
    <p className="score-final">
      <small>{words.final}</small>
      <b dir="auto">{home.name}</b>
      <b className="num">
        {home.points}:{away.points}
      </b>
      <b dir="auto">{away.name}</b>
    </p>
  );
}
