import type { ClockChange, MatchClock } from '../contract/score';

export const MAX_POINTS = 999;
export const MAX_NAME = 30;
export const MAX_SHORT = 4;
/** A day: no match lasts longer, and the column ends there. */
export const MAX_CLOCK_MS = 86_400_000;

/**
 * The reading of the clock at a moment of the server's time, 0 to MAX_CLOCK_MS. One that runs down stands
 * still at its end.
 */
export function clockAt({ ms, startedAt, downFromMs = MAX_CLOCK_MS }: MatchClock, nowMs: number): number {
  const sinceMs = startedAt === null ? 0 : Math.max(0, nowMs - Date.parse(startedAt));
  return Math.min(downFromMs, ms + sinceMs);
}

/** Milliseconds that are displayed: of a clock that runs down, what is left in whole seconds. */
export function shownAt(clock: MatchClock, nowMs: number): number {
  const ms = clockAt(clock, nowMs);
  return clock.downFromMs === undefined ? ms : Math.ceil(Math.max(0, clock.downFromMs - ms) / 1000) * 1000;
}

/** `63:12`: minutes as a match counts them, also beyond an hour. */
export function matchTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** The clock after a command at a moment of the server's time. Repeating a command changes nothing. */
export function changedClock(clock: MatchClock, wish: ClockChange, now: Date): MatchClock {
  const running = wish.running ?? clock.startedAt !== null;
  if (wish.ms === undefined && running === (clock.startedAt !== null)) return clock;
  const ms = wish.ms ?? clockAt(clock, now.getTime());
  return { ...clock, ms, startedAt: running ? now.toISOString() : null };
}

/** Null where the result is not a valid number of points. */
export function pointsAfter(points: number, delta: number): number | null {
  const after = points + delta;
  return after >= 0 && after <= MAX_POINTS ? after : null;
}

/** `TSV Nord` becomes NOR and `1. FC Köln` KÖL: from the first word that is no abbreviation and no number. */
export function shortName(name: string): string {
  const words = name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const word = words.find((one) => !ABBREVIATION.test(one)) ?? words.join('');
  return [...word].slice(0, 3).join('').toUpperCase().slice(0, MAX_SHORT) || '–';
}

/** FC, TSV, VfB, 04: common to many clubs. */
const ABBREVIATION = /^(?:\p{N}+|\p{Lu}[\p{Ll}]?\p{Lu}{0,3}|\p{L})$/u;

/** Never the same for both sides. */
export function shortNames(home: string, away: string): [string, string] {
  const [one, two] = [shortName(home), shortName(away)];
  return one === two ? [`${one}1`, `${two}2`] : [one, two];
}

/** The two sides that a title such as `TSV Nord – SC Hafen, U17` names; null where it names none. */
export function sidesOfTitle(title: string): [string, string] | null {
  const [home, away, more] = title.split(/\s+(?:[–—-]|vs?\.?|:)\s+/iu);
  if (home === undefined || away === undefined || more !== undefined) return null;
  const names = [home, away.split(/[,(|]/)[0] ?? ''].map((name) =>
    [...name.trim()].slice(0, MAX_NAME).join('').trim(),
  );
  const [one = '', two = ''] = names;
  return one && two ? [one, two] : null;
}
