import type { ScoreBoard, ScoreEntry, Period, Side } from '../../contract/score';
import { clockAt } from '../score';
import { SPORT_RULES } from './sports';

/**
 * What a hall's scoreboard console says: how it stands now, as it shows it. What is left out is not known to
 * it, and stays as it is.
 */
export interface ConsoleState {
  home?: number | undefined;
  away?: number | undefined;
  period?: Period | null | undefined;
  /** Of a sport that counts down: what is left. */
  clockMs?: number | undefined;
  running?: boolean | undefined;
}

type ConsoleEntry = Pick<ScoreEntry, 'kind' | 'side' | 'value' | 'period' | 'clock'>;

/**
 * A running clock may differ by as much: a console has whole seconds, and its message was on its way. ms.
 */
const RUNNING_SLACK_MS = 1_500;
/** One that stands still is exact to its tenths. ms. */
const STANDING_SLACK_MS = 99;
/** So many goals at once are goals that were missed; more are a correction. */
const MOST_MISSED = 5;

/** What happened between two states, as events: none where nothing did. */
export function consoleEntries(board: ScoreBoard, state: ConsoleState, nowMs: number): ConsoleEntry[] {
  const entries = (['home', 'away'] as const).flatMap((side) => pointEntries(board, state, side));
  const clock = clockEntry(board, state, nowMs);
  if (state.period !== undefined && state.period !== board.period && !ranAhead(board, state)) {
    entries.push({ kind: 'period', side: null, value: null, period: state.period, clock });
  } else if (clock) entries.push({ kind: 'clock', side: null, value: null, period: null, clock });
  return entries;
}

/** A set that is over by its points is a break here; a console names its set for as long as it shows it. */
function ranAhead({ sets, period }: ScoreBoard, state: ConsoleState): boolean {
  return sets.length > 0 && period === 'break' && state.period === `set-${sets.length}`;
}

function pointEntries(board: ScoreBoard, state: ConsoleState, side: Side): ConsoleEntry[] {
  const wanted = state[side];
  if (wanted === undefined || wanted === board[side]) return [];
  const { values, sets } = SPORT_RULES[board.sport];
  // Between two sets the last one is shown; the points of the next one begin at none.
  const before = sets && board.period === 'break' ? 0 : board[side];
  const more = wanted - before;
  if (more === 0) return [];
  const entry = (kind: 'goal' | 'correction', value: number): ConsoleEntry => ({
    kind,
    side,
    value,
    period: null,
    clock: null,
  });
  if (values.some(({ value }) => value === more)) return [entry('goal', more)];
  const single = values.length === 1;
  if (single && more > 0 && (sets || more <= MOST_MISSED)) {
    return Array.from({ length: Math.min(more, 99) }, () => entry('goal', 1));
  }
  return [entry('correction', more)];
}

function clockEntry(board: ScoreBoard, state: ConsoleState, nowMs: number): ConsoleEntry['clock'] {
  const { clock } = board;
  const running = state.running ?? clock.startedAt !== null;
  const switches = running !== (clock.startedAt !== null);
  if (state.clockMs === undefined) return switches ? { running } : null;
  const from = clock.downFromMs;
  const ms = from === undefined ? state.clockMs : Math.max(0, from - state.clockMs);
  const slackMs = running && !switches ? RUNNING_SLACK_MS : STANDING_SLACK_MS;
  const isOff = Math.abs(clockAt(clock, nowMs) - ms) > slackMs;
  if (!switches && !isOff) return null;
  return { running, ...(isOff && { ms }) };
}
