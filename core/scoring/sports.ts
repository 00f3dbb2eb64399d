import type { Card, Sport } from '../../contract/sports';
import type { Period } from '../../contract/score';

/** How each sport is counted, a row for each; the scorer's screen shows what is here. */

interface PeriodRule {
  period: Period;
  label: string;
  /** What the clock shows when it begins, ms; null: it is left as it is. */
  startMs: number | null;
  /** ms; null where it ends by something else than time. */
  lengthMs: number | null;
}

export interface SetRules {
  /** Of so many sets more than half are won. */
  best: 3 | 5;
  /** Points, or games, that win a set with two more than the other side. */
  to: number;
  /** The same in the last set. */
  lastTo: number;
  /** Sets of games, games of points, a tie-break at `to` all. */
  games: boolean;
}

export interface SportRules {
  label: string;
  /** What a goal may be worth, with the word on its button. */
  values: { value: number; label: string }[];
  periods: PeriodRule[];
  /** Null: the sport has none. */
  clock: { counts: 'up' | 'down'; stoppage: boolean } | null;
  cards: Card[];
  /** `per`: when they are counted anew. */
  timeouts: { most: number; per: 'match' | 'half' | 'period' } | null;
  substitutions: boolean;
  sets: SetRules | null;
}

const MINUTE_MS = 60_000;

const timed = (period: Period, label: string, startMin: number, lengthMin: number): PeriodRule => ({
  period,
  label,
  startMs: startMin * MINUTE_MS,
  lengthMs: lengthMin * MINUTE_MS,
});
const untimed = (period: Period, label: string): PeriodRule => ({
  period,
  label,
  startMs: null,
  lengthMs: null,
});
const FULL_TIME = untimed('full-time', 'Full time');
const HALF_TIME = untimed('half-time', 'Half-time');
const BREAK = untimed('break', 'Break');
const sets = (count: number) =>
  (['set-1', 'set-2', 'set-3', 'set-4', 'set-5'] as const)
    .slice(0, count)
    .map((period, i) => untimed(period, `Set ${i + 1}`));
/** A new clock for each of them, as where it runs down. */
const quarters = (words: string[], lengthMin: number) =>
  (['period-1', 'period-2', 'period-3', 'period-4'] as const)
    .slice(0, words.length)
    .map((period, i) => timed(period, words[i] ?? '', 0, lengthMin));

/** Lengths of adults' matches; a youth match sets the clock, or counts in the free form. */
export const SPORT_RULES: Record<Sport, SportRules> = {
  free: {
    label: 'Any sport',
    values: [{ value: 1, label: '+1' }],
    periods: [
      untimed('first-half', 'First half'),
      HALF_TIME,
      untimed('second-half', 'Second half'),
      untimed('extra-time', 'Extra time'),
      untimed('penalties', 'Penalties'),
      ...quarters(['Period 1', 'Period 2', 'Period 3', 'Period 4'], 0).map((one) =>
        untimed(one.period, one.label),
      ),
      BREAK,
      FULL_TIME,
    ],
    clock: { counts: 'up', stoppage: false },
    cards: ['yellow', 'red'],
    timeouts: null,
    substitutions: true,
    sets: null,
  },
  // IFAB Laws of the Game 2024/25: laws 7 and 12.
  football: {
    label: 'Football',
    values: [{ value: 1, label: 'Goal' }],
    periods: [
      timed('first-half', 'First half', 0, 45),
      HALF_TIME,
      timed('second-half', 'Second half', 45, 45),
      timed('extra-time', 'Extra time', 90, 30),
      untimed('penalties', 'Penalties'),
      FULL_TIME,
    ],
    clock: { counts: 'up', stoppage: true },
    cards: ['yellow', 'yellow-red', 'red'],
    timeouts: null,
    substitutions: true,
    sets: null,
  },
  // FIBA Official Basketball Rules 2024: articles 8 and 18.
  basketball: {
    label: 'Basketball',
    values: [
      { value: 1, label: '+1' },
      { value: 2, label: '+2' },
      { value: 3, label: '+3' },
    ],
    periods: [
      ...quarters(['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'], 10),
      BREAK,
      timed('extra-time', 'Overtime', 0, 5),
      FULL_TIME,
    ],
    clock: { counts: 'down', stoppage: false },
    cards: ['foul', 'technical'],
    // Two in the first half, three in the second: the larger of them, and the referees see to the rest.
    timeouts: { most: 3, per: 'half' },
    substitutions: true,
    sets: null,
  },
  // IHF Rules of the Game 2024: rules 2 and 16; three team time-outs in the whole match.
  handball: {
    label: 'Handball',
    values: [{ value: 1, label: 'Goal' }],
    periods: [
      timed('first-half', 'First half', 0, 30),
      HALF_TIME,
      timed('second-half', 'Second half', 30, 30),
      timed('extra-time', 'Extra time', 60, 10),
      untimed('penalties', 'Penalties'),
      FULL_TIME,
    ],
    clock: { counts: 'up', stoppage: false },
    cards: ['yellow', 'two-minutes', 'red', 'blue'],
    timeouts: { most: 3, per: 'match' },
    substitutions: false,
    sets: null,
  },
  // FIVB Official Volleyball Rules 2025-2028: rules 6 and 15.
  volleyball: {
    label: 'Volleyball',
    values: [{ value: 1, label: 'Point' }],
    periods: [...sets(5), BREAK, FULL_TIME],
    clock: null,
    cards: ['yellow', 'red'],
    timeouts: { most: 2, per: 'period' },
    substitutions: true,
    sets: { best: 5, to: 25, lastTo: 15, games: false },
  },
  // IIHF Official Rule Book 2025/26: rules 16 to 23, 77 and 87.
  'ice-hockey': {
    label: 'Ice hockey',
    values: [{ value: 1, label: 'Goal' }],
    periods: [
      ...quarters(['1st period', '2nd period', '3rd period'], 20),
      BREAK,
      timed('extra-time', 'Overtime', 0, 5),
      untimed('penalties', 'Shoot-out'),
      FULL_TIME,
    ],
    clock: { counts: 'down', stoppage: false },
    cards: ['minor', 'major', 'misconduct'],
    timeouts: { most: 1, per: 'match' },
    substitutions: false,
    sets: null,
  },
  // World Rugby Laws of the Game 2025: laws 5 and 8.
  rugby: {
    label: 'Rugby',
    values: [
      { value: 5, label: 'Try' },
      { value: 2, label: 'Conversion' },
      { value: 3, label: 'Penalty' },
    ],
    periods: [
      timed('first-half', 'First half', 0, 40),
      HALF_TIME,
      timed('second-half', 'Second half', 40, 40),
      timed('extra-time', 'Extra time', 80, 20),
      FULL_TIME,
    ],
    clock: { counts: 'up', stoppage: true },
    cards: ['yellow', 'red'],
    timeouts: null,
    substitutions: true,
    sets: null,
  },
  // ITF Rules of Tennis 2025: rules 5 to 7, best of three with a tie-break in each set.
  tennis: {
    label: 'Tennis',
    values: [{ value: 1, label: 'Point' }],
    periods: [...sets(3), BREAK, FULL_TIME],
    clock: null,
    cards: ['warning'],
    timeouts: null,
    substitutions: false,
    sets: { best: 3, to: 6, lastTo: 6, games: true },
  },
};

/** What each card is called. */
export const CARD_LABELS: Record<Card, string> = {
  yellow: 'Yellow card',
  'yellow-red': 'Second yellow card',
  red: 'Red card',
  blue: 'Blue card',
  foul: 'Foul',
  technical: 'Technical foul',
  'two-minutes': '2 minutes',
  minor: 'Minor penalty',
  major: 'Major penalty',
  misconduct: 'Misconduct',
  warning: 'Warning',
};

/** The rule of a period; null before the match, and for a word of another sport. */
export function periodRule(sport: Sport, period: Period | null): PeriodRule | null {
  return SPORT_RULES[sport].periods.find((rule) => rule.period === period) ?? null;
}
