import { clockText, dayAndTime } from '../../ui/format';

/** Beyond this a date says more than a clock. */
const CLOCK_FROM_MS = 24 * 3600 * 1000;

/** What stands beneath "The stream starts soon"; `nowMs` is null while the server draws, which knows no local time. */
export function startWords(startsAt: string | null, nowMs: number | null): string | null {
  if (startsAt === null || nowMs === null) return null;
  const leftMs = Date.parse(startsAt) - nowMs;
  if (Number.isNaN(leftMs)) return null;
  if (leftMs <= 0) return 'Any moment now';
  return leftMs > CLOCK_FROM_MS ? dayAndTime(startsAt) : clockText(Math.ceil(leftMs / 1000));
}
