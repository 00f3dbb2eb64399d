import { useEffect, useState } from 'react';
import type { PublicScore, ScoreSide } from '../../../contract/messages';
import type { MatchClock } from '../../../contract/score';
import { clockAt, matchTime, shownAt } from '../../../core/score';
import { serverNow } from '../../realtime/client/server-clock';
import { SCORE_TEXTS, type ScoreTexts } from './score-texts';

interface Props {
  score: PublicScore;
  texts: ScoreTexts;
  /** `names`: beneath the picture. `short`: over it, where there is little room. */
  look: 'names' | 'short';
}

/** Characters; longer names are set smaller, and in two lines. */
const LONG = 14;

/** Both sides with their points, the clock and the period. The clock keeps its place before it is known. */
export function ScoreLine({ score, texts, look }: Props) {
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
    <section className="score-line" data-look={look} aria-label={texts.label}>
      {name(home)}
      <Points score={score} />
      {name(away)}
      <span className="score-when">
        <time className="num">{time ?? '\u2007'}</time>
        {look === 'names' ? <small>{period ? texts.periods[period] : '\u00a0'}</small> : null}
      </span>
    </section>
  );
}

/** Each change is read out with the names; the clock is not. */
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

/** The result, when the match is over. */
export function FinalScore({ score: { home, away }, texts }: { score: PublicScore; texts: ScoreTexts }) {
  return (
    <p className="score-final">
      <small>{texts.final}</small>
      <b dir="auto">{home.name}</b>
      <b className="num">
        {home.points}:{away.points}
      </b>
      <b dir="auto">{away.name}</b>
    </p>
  );
}

/** `Second half 63:12 · 2:1`: for the crew, in a line beneath a title. */
export function ScoreSubtitle({ score }: { score: PublicScore }) {
  const time = useMatchTime(score.clock);
  const { home, away, period } = score;
  return (
    <span className="num">
      {period && SCORE_TEXTS.en.periods[period]} {time} · {home.points}:{away.points}
    </span>
  );
}

/**
 * What the clock shows, such as `63:12`, from second to second; computed here, for nobody sends ticks. Null
 * while the server renders a running one, so that both sides render the same.
 */
export function useMatchTime({ ms, startedAt, downFromMs }: MatchClock): string | null {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    if (startedAt === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const now = serverNow();
      setNowMs(now);
      // At the start of its next second.
      timer = setTimeout(tick, 1000 - (clockAt({ ms, startedAt }, now) % 1000));
    };
    timer = setTimeout(tick, 0);
    return () => clearTimeout(timer);
  }, [ms, startedAt]);
  if (startedAt !== null && nowMs === null) return null;
  return matchTime(shownAt({ ms, startedAt, downFromMs }, nowMs ?? 0));
}
