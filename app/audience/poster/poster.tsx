import { type ReactNode, useState } from 'react';
import type { AfterFacts, PublicScore } from '../../../contract/messages';
import { fill } from '../../../core/language';
import { FinalScore } from '../../features/score/score-line';
import { serverNow } from '../../realtime/client/server-clock';
import { useNow } from '../../ui/clock';
import { clockText } from '../../ui/format';
import { Notice, Shape } from '../../ui/signs';
import { useFormats, useTexts } from '../texts/use-texts';

/** In the player's place while there is no program. `corner`: controls at its lower right. */
function Poster({ corner, children }: { corner?: ReactNode; children: ReactNode }) {
  const { player } = useTexts();
  return (
    <section className="player player-still" aria-label={player.label}>
      <Pitch />
      {children}
      {corner ? <div className="player-corner">{corner}</div> : null}
    </section>
  );
}

/** Half a pitch in the background. */
function Pitch() {
  return (
    <svg className="player-pitch" viewBox="0 0 160 90" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M0 78h160M80 12v66M0 12h160" />
      <circle cx="80" cy="45" r="16" />
      <circle cx="80" cy="45" r="1" fill="currentColor" />
      <path d="M0 24h24v42H0M160 24h-24v42h24M24 37a10 10 0 0 1 0 16M136 37a10 10 0 0 0 0 16" />
    </svg>
  );
}

/** Only the crew gets here: for everybody else a draft does not exist. */
export function DraftPoster() {
  const { page, player } = useTexts();
  return (
    <section className="player player-still" aria-label={player.label}>
      <Notice state="standby" title={page.draftTitle}>
        {page.draftText}
      </Notice>
    </section>
  );
}

/** Before the event: when it starts. The player takes its place automatically. */
export function BeforePoster({ startsAt, corner }: { startsAt: string | null; corner?: ReactNode }) {
  const { before } = useTexts();
  const left = countdown(startsAt, useNow(1000, serverNow));
  return (
    <Poster corner={corner}>
      <h2>{before.title}</h2>
      {/* Its line is there from the beginning, so that nothing moves when the clock comes. */}
      {startsAt === null ? null : (
        <time className="player-countdown" dateTime={startsAt}>
          {left === null ? '\u00a0' : <Left left={left} />}
        </time>
      )}
      <p>
        <Shape state="waiting" />
        {before.stay}
      </p>
    </Poster>
  );
}

/** Longer before the start a date says more than a clock. */
const CLOCK_FROM_MS = 24 * 3600 * 1000;

type Countdown = { secondsLeft: number } | { date: string } | 'any moment';

/**
 * What to show of the time before the start: the seconds left on the day itself, the date before that, or
 * that it may be any moment. Null where nobody set a time, and where the server renders (`nowMs` null), which
 * knows no local time.
 */
export function countdown(startsAt: string | null, nowMs: number | null): Countdown | null {
  if (startsAt === null || nowMs === null) return null;
  const leftMs = Date.parse(startsAt) - nowMs;
  if (Number.isNaN(leftMs)) return null;
  if (leftMs <= 0) return 'any moment';
  return leftMs > CLOCK_FROM_MS ? { date: startsAt } : { secondsLeft: Math.ceil(leftMs / 1000) };
}

function Left({ left }: { left: Countdown }) {
  const { before } = useTexts();
  const { dayAndTime } = useFormats();
  if (left === 'any moment') return before.anyMoment;
  return 'date' in left ? dayAndTime(left.date) : clockText(left.secondsLeft);
}

interface AfterProps {
  title: string;
  after: AfterFacts | null;
  score: PublicScore | null;
  corner?: ReactNode;
}

/** After the event: what happened, and the recording where its owner has published it. */
export function AfterPoster({ title, after, score, corner }: AfterProps) {
  const { player } = useTexts();
  const [part, setPart] = useState(0);
  const recording = after?.recordings[part];
  const summary = <AfterSummary after={after} score={score} />;
  if (!recording) return <Poster corner={corner}>{summary}</Poster>;
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
      <div className="after-summary">
        {summary}
        {corner ? <div className="player-corner">{corner}</div> : null}
      </div>
    </>
  );
}

function AfterSummary({ after, score }: Pick<AfterProps, 'after' | 'score'>) {
  const { after: texts, scoreTexts } = useTexts();
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
      {score ? <FinalScore score={score} texts={scoreTexts} /> : null}
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
