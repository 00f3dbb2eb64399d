import type { GraphicSays } from '../../contract/graphics';
import type { Period } from '../../contract/score';
import { matchTime, shownAt } from '../score';
import type { DrawFacts } from './parts';

/** On a score bug there is room for four letters. */
export const PERIOD_WORDS: Record<Period, string> = {
  'first-half': '1st',
  'half-time': 'HT',
  'second-half': '2nd',
  'extra-time': 'ET',
  penalties: 'PEN',
  'period-1': 'P1',
  'period-2': 'P2',
  'period-3': 'P3',
  'period-4': 'P4',
  'set-1': 'S1',
  'set-2': 'S2',
  'set-3': 'S3',
  'set-4': 'S4',
  'set-5': 'S5',
  break: 'BRK',
  'full-time': 'FT',
};

/** What the clock of the score shows; null where there is none. */
export function clockReading({ score, nowMs }: DrawFacts): string | null {
  return score && matchTime(shownAt(score.clock, nowMs));
}

/** `1:02:03`, `02:03`; the last second that has begun counts whole, and it ends at 00:00. */
export function countdownReading(until: string, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** What of a graphic changes by itself with the time; '' where nothing does. */
export function readingOf(graphic: GraphicSays, facts: DrawFacts): string {
  switch (graphic.kind) {
    case 'score-bug':
      return graphic.content.clock ? (clockReading(facts) ?? '') : '';
    case 'clock':
      return clockReading(facts) ?? '';
    case 'countdown':
      return countdownReading(graphic.content.until, facts.nowMs);
    default:
      return '';
  }
}
