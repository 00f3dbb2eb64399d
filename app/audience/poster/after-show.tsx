import { type ReactNode, useState } from 'react';
import type { AfterFacts, PublicScore } from '../../../contract/messages';
import { clockText } from '../../ui/format';
import { FinalScore } from '../../features/score/final-score';
import { fill } from '../texts/fill';
import { useFormats, useTexts } from '../texts/use-texts';
import { Pitch } from './pitch';

interface Props {
  title: string;
  after: AfterFacts | null;
  score: PublicScore | null;
  /** Controls in the corner. */
  children?: ReactNode;
}

/** After: what happened, and the recording where its owner has published it. */
export function AfterShow({ title, after, score, children }: Props) {
  const { player } = useTexts();
  const [part, setPart] = useState(0);
  const recording = after?.recordings[part];
  const corner = children ? <div className="player-corner">{children}</div> : null;
  if (!recording) {
    return (
      <section className="player player-still" aria-label={player.label}>
        <Pitch />
        <AfterWords after={after} score={score} />
        {corner}
      </section>
    );
  }
  return (
    <>
      <section className="player" aria-label={player.label}>
        {/* A new part is a new film. */}
        <video
          key={recording.url}
          src={recording.url}
          controls
          playsInline
          preload="metadata"
          aria-label={title}
        />
      </section>
      <Parts count={after?.recordings.length ?? 0} part={part} onPart={setPart} />
      <div className="after-words">
        <AfterWords after={after} score={score} />
        {corner}
      </div>
    </>
  );
}

function AfterWords({ after, score }: Pick<Props, 'after' | 'score'>) {
  const { after: texts, scoreWords } = useTexts();
  const { plural, number } = useFormats();
  const facts: string[] = [];
  if (after?.lastedS) facts.push(fill(texts.lasted, { time: clockText(after.lastedS) }));
  if (after?.peakViewers)
    facts.push(fill(plural(texts.peak, after.peakViewers), { number: number(after.peakViewers) }));
  if (after?.watchedMinutes)
    facts.push(fill(plural(texts.watched, after.watchedMinutes), { number: number(after.watchedMinutes) }));
  return (
    <>
      <h2>{texts.title}</h2>
      {score ? <FinalScore score={score} words={scoreWords} /> : null}
      {facts.length > 0 ? <p className="num">{facts.join(' · ')}</p> : null}
      <p>{texts.thanks}</p>
    </>
  );
}

function Parts(props: { count: number; part: number; onPart: (part: number) => void }) {
  const { after } = useTexts();
  if (props.count < 2) return null;
  return (
    <div className="places" role="group" aria-label={after.recording}>
      {Array.from({ length: props.count }, (_, part) => (
        <button
          key={part}
          type="button"
          aria-pressed={part === props.part}
          onClick={() => props.onPart(part)}
        >
          <b>{fill(after.part, { number: part + 1 })}</b>
        </button>
      ))}
    </div>
  );
}
