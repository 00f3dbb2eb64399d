import { ButtonLink } from '../../ui/button';
import { useCrew } from '../crew/crew-context';
import { ScoreSubtitle } from '../score/score-line';

export function ScoreSection() {
  const { state } = useCrew();
  const { score, event } = state;
  if (event.kind === 'show') return null;
  return (
    <section id="score" aria-labelledby="score-title">
      <div className="part-head">
        <h2 id="score-title">Score</h2>
        <ButtonLink to={`/events/${event.slug}/score`}>
          {score ? 'Keep the score' : 'Set up the score'}
        </ButtonLink>
      </div>
      {score ? (
        <p>
          <b dir="auto">{score.home.name}</b> – <b dir="auto">{score.away.name}</b>{' '}
          <span className="text-2">
            <ScoreSubtitle score={score} />
          </span>
        </p>
      ) : (
        <p className="desk-empty">
          Viewers see no score yet. Set it up here, or make a scorer link for somebody else.
        </p>
      )}
    </section>
  );
}
