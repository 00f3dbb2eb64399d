import type {
  MatchClock,
  Points,
  ScoreBoard,
  ScoreEntry,
  SideFigures,
  Period,
  Side,
} from '../../contract/score';
import type { Card, Sport } from '../../contract/sports';
import { changedClock, clockAt, MAX_POINTS } from '../score';
import { gameWords, hasBegun, isDecided, NO_SETS, type SetCount, setsWon, withPoint } from './sets';
import { periodRule, SPORT_RULES, type SportRules } from './sports';
import { playerText } from './mark-text';

/** An entry with nothing but its kind. */
export const EMPTY_ENTRY: Omit<ScoreEntry, 'kind'> = {
  side: null,
  value: null,
  card: null,
  period: null,
  clock: null,
  player: null,
  playerIn: null,
  note: null,
  undoes: null,
};

/** What is needed of an event to count it. */
export type CountedEvent = ScoreEntry & { id: string; pressedAt: string };

/** How it stood right after an event that counts. */
export interface Reading<E extends CountedEvent> extends Points {
  event: E;
  /** What the clock showed, ms since the begin of the period or of the match. */
  clockMs: number;
  period: Period | null;
}

/**
 * Everything that follows from the list: a pure fold over the events that were not taken back. So the list
 * with an undo of an event is the list without that event, whichever one it is.
 */
export function foldScore<E extends CountedEvent>(
  sport: Sport,
  events: readonly E[],
): { board: ScoreBoard; readings: Reading<E>[] } {
  const undone = new Set(events.map(({ undoes }) => undoes));
  const counting = events.filter(({ id, kind }) => kind !== 'undo' && !undone.has(id));
  const match = new MatchCount(sport);
  const readings = counting.map((event) => {
    match.add(event);
    const { home, away } = match.points();
    const clockMs = clockAt(match.clock, Date.parse(event.pressedAt));
    return { event, home, away, clockMs, period: match.period };
  });
  return { board: match.board(), readings };
}

/** Where no time is played; time-outs are counted on from the time before. */
const PAUSES: readonly (Period | null)[] = [null, 'break', 'half-time', 'full-time'];
const FIRST_HALF: readonly (Period | null)[] = ['period-1', 'period-2'];
const SECOND_HALF: readonly (Period | null)[] = ['period-3', 'period-4'];
const SETS: readonly Period[] = ['set-1', 'set-2', 'set-3', 'set-4', 'set-5'];

interface SideCount {
  goals: Map<number, number>;
  cards: Map<Card, number>;
  scorers: Map<string, number>;
  substitutions: number;
  timeouts: number;
  /** Since they were last counted anew. */
  timeoutsNow: number;
}

class MatchCount {
  clock: MatchClock = { ms: 0, startedAt: null };
  period: Period | null = null;
  readonly #sport: Sport;
  readonly #rules: SportRules;
  readonly #sides = { home: emptySide(), away: emptySide() };
  readonly #total: Points = { home: 0, away: 0 };
  readonly #periods: ScoreBoard['periods'] = [];
  #sets: SetCount = NO_SETS;
  /** The half or period by which time-outs are counted. */
  #section: string | null = null;

  constructor(sport: Sport) {
    this.#sport = sport;
    this.#rules = SPORT_RULES[sport];
    this.#countDownFrom(this.#rules.periods[0]?.lengthMs ?? null);
  }

  add(event: CountedEvent): void {
    const { kind, side, value, card, player } = event;
    const own = side && this.#sides[side];
    if (kind === 'period') this.#enter(event.period);
    if (own && side && value !== null && (kind === 'goal' || kind === 'correction')) {
      this.#score(side, value);
      if (kind === 'goal') {
        raise(own.goals, value, 1);
        if (player) raise(own.scorers, playerText(player), value);
      }
    }
    if (own && kind === 'card' && card) raise(own.cards, card, 1);
    if (own && kind === 'substitution') own.substitutions += 1;
    if (own && kind === 'timeout') {
      own.timeouts += 1;
      own.timeoutsNow += 1;
    }
    if (event.clock) this.clock = changedClock(this.clock, event.clock, new Date(event.pressedAt));
  }

  /** As viewers see them. */
  points(): Points {
    const { sets } = this.#rules;
    if (!sets) return { ...this.#total };
    const { done, now } = this.#sets;
    if (isDecided(this.#sets, sets)) return setsWon(this.#sets);
    // A set that is over is shown until the next one has begun.
    const shown = hasBegun(this.#sets) || this.period === SETS[done.length] ? now : (done.at(-1) ?? now);
    return { home: shown.home, away: shown.away };
  }

  board(): ScoreBoard {
    const { sets } = this.#rules;
    const begun = sets && (hasBegun(this.#sets) || this.#sets.done.length === 0);
    const over = sets !== null && isDecided(this.#sets, sets);
    return {
      sport: this.#sport,
      ...this.points(),
      period: this.period,
      clock: this.clock,
      sets: sets ? [...this.#sets.done, ...(begun && !over ? [this.#sets.now] : [])] : [],
      game: sets?.games ? gameWords(this.#sets, sets) : null,
      over,
      periods: this.#periods,
      figures: { home: this.#figures('home'), away: this.#figures('away') },
    };
  }

  #score(side: Side, value: number): void {
    const { sets } = this.#rules;
    if (sets) {
      const before = this.#sets.done.length;
      this.#sets = withPoint(this.#sets, sets, side, value);
      const { done } = this.#sets;
      if (isDecided(this.#sets, sets)) this.#enter('full-time');
      else this.#enter(done.length > before ? 'break' : (SETS[done.length] ?? null));
      return;
    }
    const total = this.#total[side];
    this.#total[side] = Math.min(MAX_POINTS, Math.max(0, total + value));
    const found = this.#periods.find(({ period }) => period === this.period);
    const points = found ?? { period: this.period, home: 0, away: 0 };
    if (!found) this.#periods.push(points);
    points[side] += this.#total[side] - total;
  }

  #enter(period: Period | null): void {
    this.period = period;
    this.#countDownFrom(periodRule(this.#sport, period)?.lengthMs ?? null);
    if (PAUSES.includes(period)) return;
    const section = sectionOf(this.#rules, period);
    if (this.#section === section) return;
    // Those before the first period count in it.
    if (this.#section !== null) for (const side of Object.values(this.#sides)) side.timeoutsNow = 0;
    this.#section = section;
  }

  #countDownFrom(lengthMs: number | null): void {
    if (lengthMs === null || this.#rules.clock?.counts !== 'down') return;
    this.clock = { ...this.clock, downFromMs: lengthMs };
  }

  #figures(side: Side): SideFigures {
    const { goals, cards, scorers, substitutions, timeouts, timeoutsNow } = this.#sides[side];
    const most = this.#rules.timeouts?.most;
    return {
      goals: [...goals].map(([value, count]) => ({ value, count })).sort((a, b) => a.value - b.value),
      cards: [...cards].map(([card, count]) => ({ card, count })),
      substitutions,
      timeouts,
      timeoutsLeft: most === undefined ? null : Math.max(0, most - timeoutsNow),
      scorers: [...scorers]
        .map(([player, points]) => ({ player, points }))
        .sort((a, b) => b.points - a.points),
    };
  }
}

function emptySide(): SideCount {
  return {
    goals: new Map(),
    cards: new Map(),
    scorers: new Map(),
    substitutions: 0,
    timeouts: 0,
    timeoutsNow: 0,
  };
}

function raise<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function sectionOf({ timeouts }: SportRules, period: Period | null): string {
  if (!timeouts || timeouts.per === 'match') return 'match';
  if (timeouts.per === 'half' && FIRST_HALF.includes(period)) return 'first half';
  if (timeouts.per === 'half' && SECOND_HALF.includes(period)) return 'second half';
  return period ?? 'match';
}
