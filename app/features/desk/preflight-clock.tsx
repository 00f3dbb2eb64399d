import { clockText, elapsed } from '../../ui/format';
import { useCrew } from '../crew/crew-context';

/** The one time that matters now: until the start, or since. */
export function PreflightClock() {
  const { state, now } = useCrew();
  const { status, startsAt, liveSince } = state.event;
  if (status === 'live') return <Clock label="On the air for" value={elapsed(liveSince, now)} />;
  if (status === 'ended') return <Clock label="This event" value="is over" />;
  if (status === 'draft') return <Clock label="This event" value="is a draft" />;
  const leftS = startsAt && now !== null ? Math.round((Date.parse(startsAt) - now) / 1000) : null;
  if (leftS === null) return <Clock label="Starts" value="when you go live" />;
  return leftS >= 0 ? (
    <Clock label="Starts in" value={untilText(leftS)} />
  ) : (
    <Clock label="Should have started" value={`${clockText(-leftS)} ago`} />
  );
}

const DAY_S = 86_400;

function untilText(leftS: number): string {
  if (leftS > 2 * DAY_S) return `${Math.floor(leftS / DAY_S)} days`;
  if (leftS >= 3600) return `${Math.floor(leftS / 3600)} h ${Math.floor(leftS / 60) % 60} min`;
  return `${Math.floor(leftS / 60)} min ${leftS % 60} s`;
}

function Clock({ label, value }: { label: string; value: string }) {
  return (
    <div className="board-clock">
      <span className="text-3">{label}</span>
      <b className="num">{value}</b>
    </div>
  );
}
