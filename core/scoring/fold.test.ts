import { describe, expect, test } from 'vitest';
import { CARDS, SPORTS, type Sport } from '../../contract/sports';
import type { ScoreEntry, Side } from '../../contract/score';
import { Random } from '../../tests/support/fuzz/random';
import { clockAt, shownAt } from '../score';
import { EMPTY_ENTRY, type CountedEvent, foldScore } from './fold';
import { entryText } from './mark-text';
import { SPORT_RULES } from './sports';

const BEGIN_MS = Date.parse('2026-05-02T15:00:00Z');
let made = 0;
const event = (kind: ScoreEntry['kind'], more: Partial<ScoreEntry> = {}, atS = made): CountedEvent => {
  made += 1;
  const pressedAt = new Date(BEGIN_MS + atS * 1000).toISOString();
  return { ...EMPTY_ENTRY, kind, ...more, id: `e${made}`, pressedAt };
};
const goal = (side: Side, value = 1) => event('goal', { side, value });
const goals = (count: number, side: Side) => Array.from({ length: count }, () => goal(side));
const undo = (id: string) => event('undo', { undoes: id });
const boardOf = (sport: Sport, events: CountedEvent[]) => foldScore(sport, events).board;

/** Anything that a scorer may press. */
function randomEvent(random: Random, sport: Sport): CountedEvent {
  const side = random.pick(['home', 'away'] as const);
  const [first = { value: 1 }, ...others] = SPORT_RULES[sport].values;
  const clock = {
    ...(random.chance(70) && { running: random.chance(50) }),
    ...(random.chance(30) && { ms: random.int(3_000_000) }),
  };
  const player = { number: random.int(20), name: null };
  const periods = SPORT_RULES[sport].periods.map(({ period }) => period);
  switch (random.int(8)) {
    case 0:
      return event('correction', { side, value: random.chance(80) ? -1 : 3 });
    case 1:
      return event('card', { side, card: random.pick(CARDS), player });
    case 2:
      return event('substitution', { side, player, playerIn: player });
    case 3:
      return event('timeout', { side, clock });
    case 4:
      return event('period', { period: random.pick([null, ...periods]), clock });
    case 5:
      return event('clock', { clock });
    default:
      return event('goal', { side, value: random.pick([first, ...others]).value, player });
  }
}

test.each(SPORTS)('%s: the list with an undo of any event is the list without that event', (sport) => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = new Random(seed);
    const events = Array.from({ length: 5 + random.int(60) }, () => randomEvent(random, sport));
    const place = random.int(events.length);
    const undone = [...events, undo(events[place]?.id ?? '')];
    const without = events.filter((_, i) => i !== place);
    expect([seed, foldScore(sport, undone)]).toEqual([seed, foldScore(sport, without)]);
    const { home, away, clock } = boardOf(sport, events);
    for (const points of [home, away]) expect(points).toBeGreaterThanOrEqual(0);
    expect(clockAt(clock, BEGIN_MS)).toBeGreaterThanOrEqual(0);
  }
});

test.each(SPORTS)('%s: everything undone is nothing at all, in whichever order', (sport) => {
  const random = new Random(7);
  const events = Array.from({ length: 30 }, () => randomEvent(random, sport));
  const undos = events
    .map(({ id }) => undo(id))
    .sort((a, b) => (a.undoes ?? '').localeCompare(b.undoes ?? ''));
  expect(boardOf(sport, [...events, ...undos])).toEqual(boardOf(sport, []));
});

test('points have their value, and a period has its own', () => {
  const { board, readings } = foldScore('basketball', [
    event('period', { period: 'period-1' }),
    goal('home', 3),
    goal('away', 2),
    event('period', { period: 'period-2' }),
    goal('home', 1),
    event('correction', { side: 'away', value: -1 }),
  ]);
  expect(board).toMatchObject({ home: 4, away: 1, period: 'period-2' });
  expect(board.periods).toEqual([
    { period: 'period-1', home: 3, away: 2 },
    { period: 'period-2', home: 1, away: -1 },
  ]);
  expect(readings.map(({ home, away }) => `${home}:${away}`).at(2)).toBe('3:2');
  expect(board.figures.home.goals).toEqual([
    { value: 1, count: 1 },
    { value: 3, count: 1 },
  ]);
});

describe('the clock', () => {
  test('runs from when the button was pressed, and a stop that is taken back never was', () => {
    const start = event('clock', { clock: { running: true } }, 10);
    const stop = event('clock', { clock: { running: false } }, 40);
    const late = event('goal', { side: 'home', value: 1 }, 100);
    expect(foldScore('football', [start, stop, late]).readings.at(-1)?.clockMs).toBe(30_000);
    expect(foldScore('football', [start, stop, late, undo(stop.id)]).readings.at(-1)?.clockMs).toBe(90_000);
  });

  test('of a quarter is counted down, and stands at its end', () => {
    const { clock } = boardOf('basketball', [
      event('period', { period: 'period-1', clock: { ms: 0, running: true } }, 0),
    ]);
    expect(clock.downFromMs).toBe(600_000);
    const shown = (s: number) => shownAt(clock, BEGIN_MS + s * 1000);
    expect([0, 0.4, 1, 599.5, 600, 700].map(shown)).toEqual([600_000, 600_000, 599_000, 1_000, 0, 0]);
    const overtime = boardOf('basketball', [event('period', { period: 'extra-time' })]);
    expect(overtime.clock.downFromMs).toBe(300_000);
  });

  test('has no further field where it counts up', () => {
    expect(boardOf('football', [goal('home')]).clock).toEqual({ ms: 0, startedAt: null });
  });
});

describe('sets', () => {
  test('of volleyball end at 25 with two more; then that set is shown until the next one begins', () => {
    const close = [...goals(24, 'home'), ...goals(24, 'away')];
    expect(boardOf('volleyball', [...close, goal('home')])).toMatchObject({ home: 25, period: 'set-1' });
    const first = [...close, goal('home'), goal('home')];
    expect(boardOf('volleyball', first)).toMatchObject({ home: 26, away: 24, period: 'break', over: false });
    expect(boardOf('volleyball', [...first, goal('away')])).toMatchObject({
      home: 0,
      away: 1,
      period: 'set-2',
      sets: [
        { home: 26, away: 24 },
        { home: 0, away: 1 },
      ],
    });
    const waiting = [...first, event('period', { period: 'set-2' })];
    expect(boardOf('volleyball', waiting)).toMatchObject({ home: 0, away: 0, period: 'set-2' });
  });

  test('of volleyball: three win, the fifth at 15; a point after the end counts nothing', () => {
    const four = ['home', 'away', 'home', 'away'] as const;
    const events = [...four.flatMap((side) => goals(25, side)), ...goals(15, 'home')];
    const over = boardOf('volleyball', events);
    expect(over).toMatchObject({ home: 3, away: 2, period: 'full-time', over: true });
    expect(over.sets.at(-1)).toEqual({ home: 15, away: 0 });
    expect(boardOf('volleyball', [...events, goal('away')]).sets).toEqual(over.sets);
  });

  test('of tennis: games of points, advantage, tie-break', () => {
    const words = (events: CountedEvent[]) => boardOf('tennis', events).game;
    const deuce = [...goals(3, 'home'), ...goals(3, 'away')];
    expect(words(deuce)).toEqual({ home: '40', away: '40' });
    expect(words([...deuce, goal('away')])).toEqual({ home: '40', away: 'Ad' });
    expect(words([...deuce, goal('away'), goal('home')])).toEqual({ home: '40', away: '40' });
    const games = (count: number, side: Side) => goals(4 * count, side);
    const sixAll = [...games(5, 'home'), ...games(6, 'away'), ...games(1, 'home')];
    expect(boardOf('tennis', sixAll)).toMatchObject({ home: 6, away: 6, over: false });
    const tie = [...sixAll, ...goals(6, 'home'), ...goals(6, 'away')];
    expect(words(tie)).toEqual({ home: '6', away: '6' });
    const won = [...tie, ...goals(2, 'home')];
    expect(boardOf('tennis', won)).toMatchObject({ home: 7, away: 6, period: 'break' });
    expect(boardOf('tennis', [...won, ...games(6, 'home')])).toMatchObject({
      home: 2,
      away: 0,
      period: 'full-time',
      over: true,
    });
  });
});

test('time-outs are counted anew where the sport says so', () => {
  const left = (sport: Sport, events: CountedEvent[]) => boardOf(sport, events).figures.home.timeoutsLeft;
  const timeout = () => event('timeout', { side: 'home' });
  const enter = (period: ScoreEntry['period']) => event('period', { period });
  expect(left('football', [])).toBeNull();
  expect(left('handball', [enter('first-half'), timeout(), enter('second-half'), timeout()])).toBe(1);
  expect(
    left('basketball', [enter('period-1'), timeout(), enter('break'), enter('period-2'), timeout()]),
  ).toBe(1);
  expect(left('basketball', [enter('period-1'), timeout(), enter('period-3')])).toBe(3);
  expect(left('volleyball', [timeout(), goal('home')])).toBe(1);
  expect(left('volleyball', [goal('home'), timeout(), ...goals(24, 'home'), goal('home')])).toBe(2);
});

test('who scored is added up, most first', () => {
  const by = (name: string, value: number) =>
    event('goal', { side: 'home', value, player: { number: 7, name } });
  const { scorers } = boardOf('basketball', [by('Kim', 2), by('Lee', 3), by('Kim', 2)]).figures.home;
  expect(scorers).toEqual([
    { player: '7 Kim', points: 4 },
    { player: '7 Lee', points: 3 },
  ]);
});

test('every kind of event has its words', () => {
  const names = { home: 'Nord', away: 'Hafen' };
  const player = { number: 7, name: 'Kim' };
  const text = (kind: ScoreEntry['kind'], more: Partial<ScoreEntry>) =>
    entryText('basketball', event(kind, more), names);
  expect([
    text('goal', { side: 'home', value: 3, player, note: 'buzzer' }),
    text('goal', { side: 'away', value: 1 }),
    text('correction', { side: 'away', value: -2 }),
    text('card', { side: 'home', card: 'technical', player }),
    text('substitution', { side: 'home', player, playerIn: { number: 12, name: null } }),
    text('timeout', { side: 'away' }),
    text('period', { period: 'period-2' }),
    text('clock', { clock: { running: true } }),
    text('clock', { clock: { ms: 4 } }),
  ]).toEqual([
    '3 points Nord (7 Kim, buzzer)',
    'Point Hafen',
    'Correction −2 Hafen',
    'Technical foul Nord (7 Kim)',
    'Substitution Nord (in 12, out 7 Kim)',
    'Time-out Hafen',
    '2nd quarter',
    'Clock started',
    'Clock set',
  ]);
});
