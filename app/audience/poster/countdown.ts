// Apart from the poster that shows it, so that its test needs no React.

/** Longer before the start a date says more than a clock. */
const CLOCK_FROM_MS = 24 * 3600 * 1000;

export type Countdown = { secondsLeft: number } | { date: string } | 'any moment';

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
