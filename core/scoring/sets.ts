import type { Points, Side } from '../../contract/score';
import type { SetRules } from './sports';

/** Sets of volleyball, and sets of games of points of tennis. */

export interface SetCount {
  /** Points or games of the sets that are over. */
  done: readonly Points[];
  /** Of the set that is played. */
  now: Points;
  /** Points of the game or the tie-break that is played; unused without games. */
  game: Points;
}

export const NO_SETS: SetCount = { done: [], now: zero(), game: zero() };
/** A lead of two wins sets, games and tie-breaks. */
const LEAD = 2;
const GAME_POINTS = 4;
const TIE_POINTS = 7;
const WORDS = ['0', '15', '30', '40'];

function zero(): Points {
  return { home: 0, away: 0 };
}

const other = (side: Side): Side => (side === 'home' ? 'away' : 'home');

export function setsWon({ done }: SetCount): Points {
  const home = done.filter((set) => set.home > set.away).length;
  return { home, away: done.length - home };
}

export function isDecided(count: SetCount, rules: SetRules): boolean {
  const { home, away } = setsWon(count);
  return Math.max(home, away) > rules.best / 2;
}

/** Whether somebody has made a point in the set that is played. */
export function hasBegun({ now, game }: SetCount): boolean {
  return now.home + now.away + game.home + game.away > 0;
}

/**
 * After a point of one side, or one less. Less than none there is not: what ended a set or a game is taken
 * back by its event. After the last set nothing counts.
 */
export function withPoint(count: SetCount, rules: SetRules, side: Side, value: number): SetCount {
  if (isDecided(count, rules)) return count;
  if (!rules.games) return ended({ ...count, now: added(count.now, side, value) }, rules, side);
  const game = added(count.game, side, value);
  const isTie = isTieBreak(count, rules);
  if (!wins(game, side, isTie ? TIE_POINTS : GAME_POINTS)) return { ...count, game };
  return ended({ ...count, now: added(count.now, side, 1), game: zero() }, rules, side);
}

function added(points: Points, side: Side, value: number): Points {
  return { ...points, [side]: Math.max(0, points[side] + value) };
}

function wins(points: Points, side: Side, to: number): boolean {
  return points[side] >= to && points[side] - points[other(side)] >= LEAD;
}

function isTieBreak({ now }: SetCount, { games, to }: SetRules): boolean {
  return games && now.home === to && now.away === to;
}

/** The next set, where this point ended one. */
function ended(count: SetCount, rules: SetRules, side: Side): SetCount {
  const to = count.done.length === rules.best - 1 ? rules.lastTo : rules.to;
  const afterTie = rules.games && count.now[side] === to + 1 && count.now[other(side)] === to;
  if (!afterTie && !wins(count.now, side, to)) return count;
  return { done: [...count.done, count.now], now: zero(), game: zero() };
}

/** `40` and `Ad`, or the numbers of a tie-break. */
export function gameWords(count: SetCount, rules: SetRules): { home: string; away: string } {
  const { home, away } = count.game;
  if (isTieBreak(count, rules)) return { home: String(home), away: String(away) };
  const word = (own: number, theirs: number) =>
    own >= 4 && own > theirs ? 'Ad' : (WORDS[Math.min(own, 3)] ?? '40');
  return { home: word(home, away), away: word(away, home) };
}
