import type { PublicScore } from '../../realtime/contract';
import type { ScoreWords } from './words';

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
