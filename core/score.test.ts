import { describe, expect, test } from 'vitest';
import {
  changedClock,
  clockAt,
  MAX_CLOCK_MS,
  matchTime,
  pointsAfter,
  shortName,
  shortNames,
  sidesOfTitle,
} from './score';

const at = (text: string) => new Date(`2026-05-02T15:${text}Z`);
const STANDING = { ms: 60_000, startedAt: null };

describe('the clock', () => {
  const running = changedClock(STANDING, { running: true }, at('00:00'));

  test('stands at what it shows, and runs from there', () => {
    expect(clockAt(STANDING, at('30:00').getTime())).toBe(60_000);
    expect(clockAt(running, at('02:12.500').getTime())).toBe(192_500);
  });
  test('keeps what it showed when it is stopped', () => {
    const stopped = changedClock(running, { running: false }, at('01:30'));
    expect(stopped).toEqual({ ms: 150_000, startedAt: null });
    expect(clockAt(stopped, at('59:00').getTime())).toBe(150_000);
  });
  test('is not moved by asking twice for the same', () => {
    expect(changedClock(running, { running: true }, at('10:00'))).toBe(running);
    expect(changedClock(STANDING, {}, at('10:00'))).toBe(STANDING);
  });
  test('is set to a time without being stopped or started', () => {
    expect(changedClock(running, { ms: 2_700_000 }, at('10:00'))).toEqual({
      ms: 2_700_000,
      startedAt: at('10:00').toISOString(),
    });
    expect(changedClock(STANDING, { ms: 0 }, at('10:00'))).toEqual({ ms: 0, startedAt: null });
  });
  test('goes neither backwards where two clocks differ, nor beyond a day', () => {
    expect(clockAt(running, at('00:00').getTime() - 5_000)).toBe(60_000);
    expect(clockAt(running, at('00:00').getTime() + 3 * MAX_CLOCK_MS)).toBe(MAX_CLOCK_MS);
  });
});

test.each([
  [0, '00:00'],
  [59_999, '00:59'],
  [3_792_000, '63:12'],
  [7_265_000, '121:05'],
])('%d ms read %s', (ms, text) => expect(matchTime(ms)).toBe(text));

test('points stay between none and 999', () => {
  expect([pointsAfter(0, 1), pointsAfter(1, -1), pointsAfter(0, -1), pointsAfter(999, 1)]).toEqual([
    1,
    0,
    null,
    null,
  ]);
});

test.each([
  ['TSV Nord', 'NOR'],
  ['SC Hafen', 'HAF'],
  ['1. FC Köln', 'KÖL'],
  ['VfB Stuttgart', 'STU'],
  ['Schalke 04', 'SCH'],
  ['SG Ö 04', 'SGÖ'],
  ['Großß', 'GRO'],
  ['ßßß', 'SSSS'],
  ['!!!', '–'],
])('%s is called %s for short', (name, short) => {
  expect(shortName(name)).toBe(short);
});

test('two sides are never called the same for short', () => {
  expect(shortNames('TSV Nord', 'SC Hafen')).toEqual(['NOR', 'HAF']);
  expect(shortNames('Nord I', 'Nord II')).toEqual(['NOR1', 'NOR2']);
});

test.each([
  ['TSV Nord – SC Hafen', ['TSV Nord', 'SC Hafen']],
  ['TSV Nord - SC Hafen, U17', ['TSV Nord', 'SC Hafen']],
  ['Lions vs. Bears (final)', ['Lions', 'Bears']],
  ['A – B – C', null],
  ['Cup final', null],
  ['Nord-Süd-Gipfel', null],
  [' – , U17', null],
])('the title "%s" names %o', (title, sides) => {
  expect(sidesOfTitle(title)).toEqual(sides);
});
