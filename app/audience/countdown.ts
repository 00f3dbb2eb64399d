/** Beyond this a date says more than a clock. */
const CLOCK_FROM_MS = 24 * 3600 * 1000;

/**
 * How the time before the start is told: seconds left on the day itself, the date before that, or that it may
 * be any moment.
 */
export type Countdown = { secondsLeft: number } | { date: string } | 'any moment';

/** Null where nobody set a time, and while the server draws (`nowMs` null), which knows no local time. */
export function countdown(startsAt: string | null, nowMs: number | null): Countdown | null {
  if (startsAt === null || nowMs === null) return null;
  const leftMs = Date.parse(startsAt) - nowMs;
  if (Number.isNaN(leftMs)) return null;
  if (leftMs <= 0) return 'any moment';
  return leftMs > CLOCK_FROM_MS ? { date: startsAt } : { secondsLeft: Math.ceil(leftMs / 1000) };
}
