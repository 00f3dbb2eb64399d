import { expect, test } from 'vitest';
import type { Sport } from '../../contract/sports';
import { type ConsoleState, consoleEntries } from './console';
import { EMPTY_ENTRY, type CountedEvent, foldScore } from './fold';

const BEGIN_MS = Date.parse('2026-05-02T15:00:00Z');

/** Posts states one after another, a second apart, and says what each one made. */
function follow(sport: Sport, states: ConsoleState[]) {
  const events: CountedEvent[] = [];
  const made = states.map((state, i) => {
    const nowMs = BEGIN_MS + i * 1000;
    const entries = consoleEntries(foldScore(sport, events).board, state, nowMs);
    for (const entry of entries) {
      const pressedAt = new Date(nowMs).toISOString();
      events.push({ ...EMPTY_ENTRY, ...entry, id: `e${events.length}`, pressedAt });
    }
    return entries.map(({ kind, side, value, period, clock }) =>
      [kind, side, value, period, clock && JSON.stringify(clock)].filter((part) => part !== null).join(' '),
    );
  });
  return { made, board: foldScore(sport, events).board };
}

test('what has changed becomes an event, and the same state again none', () => {
  const { made, board } = follow('basketball', [
    { home: 0, away: 0, period: 'period-1', clockMs: 600_000, running: true },
    { home: 0, away: 0, period: 'period-1', clockMs: 599_000, running: true },
    { home: 3, away: 0, period: 'period-1', clockMs: 598_000, running: true },
    { home: 3, away: 0, clockMs: 597_000, running: false },
    { home: 2, away: 0, clockMs: 597_000, running: false },
    { home: 2, away: 7 },
  ]);
  expect(made).toEqual([
    ['period period-1 {"running":true}'],
    [],
    ['goal home 3'],
    ['clock {"running":false}'],
    ['correction home -1'],
    ['correction away 7'],
  ]);
  expect(board).toMatchObject({ home: 2, away: 7, clock: { ms: 3_000, startedAt: null } });
});

test('a running clock is set where it is off by more than a message takes', () => {
  const { made } = follow('football', [
    { clockMs: 0, running: true },
    { clockMs: 2_000, running: true },
    { clockMs: 60_000, running: true },
    { clockMs: 61_000, running: false },
    { clockMs: 61_500, running: false },
  ]);
  expect(made).toEqual([
    ['clock {"running":true}'],
    [],
    ['clock {"running":true,"ms":60000}'],
    ['clock {"running":false}'],
    ['clock {"running":false,"ms":61500}'],
  ]);
});

test('goals that were missed are goals; between sets the points begin at none', () => {
  expect(follow('football', [{ home: 2, away: 0 }]).made).toEqual([['goal home 1', 'goal home 1']]);
  const { made, board } = follow('volleyball', [
    { home: 24, away: 3, period: 'set-1' },
    { home: 25, away: 3, period: 'set-1' },
    { home: 25, away: 3, period: 'set-1' },
    { home: 0, away: 0, period: 'set-2' },
    { home: 0, away: 1, period: 'set-2' },
  ]);
  expect(made.map((entries) => entries.length)).toEqual([28, 1, 0, 1, 1]);
  expect(board).toMatchObject({ home: 0, away: 1, period: 'set-2' });
});
