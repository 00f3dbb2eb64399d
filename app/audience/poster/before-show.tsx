import type { ReactNode } from 'react';
import { useNow } from '../../ui/clock';
import { clockText } from '../../ui/format';
import { Shape } from '../../ui/shape';
import { type Countdown, countdown } from '../countdown';
import { useFormats, useTexts } from '../texts/use-texts';
import { Pitch } from './pitch';

interface Props {
  startsAt: string | null;
  /** Controls in the corner. */
  children?: ReactNode;
}

/** Before: it becomes the player by itself. */
export function BeforeShow({ startsAt, children }: Props) {
  const { before, player } = useTexts();
  const left = countdown(startsAt, useNow());
  return (
    <section className="player player-still" aria-label={player.label}>
      <Pitch />
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
      {children ? <div className="player-corner">{children}</div> : null}
    </section>
  );
}

function Left({ left }: { left: Countdown }) {
  const { before } = useTexts();
  const { dayAndTime } = useFormats();
  if (left === 'any moment') return before.anyMoment;
  return 'date' in left ? dayAndTime(left.date) : clockText(left.secondsLeft);
}
