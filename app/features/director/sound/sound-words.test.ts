import { expect, test } from 'vitest';
import { dbText, lastMoveText, luText, panText, targetOf } from './sound-words';

test('levels, pan and loudness read as on a desk', () => {
  expect([-60, -6.5, 0, 3].map(dbText)).toEqual(['Silent', '−6.5 dB', '0.0 dB', '+3.0 dB']);
  expect([-1, 0, 0.25].map(panText)).toEqual(['L 100', 'Middle', 'R 25']);
  expect([-23.06, null].map(luText)).toEqual(['−23.1', '–']);
});

test('the last of several moves is named, by the order that everybody has', () => {
  const at = '2026-01-01T10:00:00Z';
  const moves = { gainDb: { by: 'Ann', at, seq: 7 }, muted: { by: 'Ben', at, seq: 9 } };
  expect(lastMoveText(moves)).toMatch(/^Mute: Ben, \d\d:\d\d:\d\d$/);
  expect(lastMoveText({})).toBeNull();
});

test('the target is what is chosen, or what the destinations that are on want', () => {
  const youtube = { plugin: 'youtube', enabled: true };
  expect(targetOf(-23, [youtube])).toBe(-23);
  expect(targetOf(null, [youtube, { plugin: 'custom-rtmp', enabled: true }])).toBe(-14);
  expect(targetOf(null, [{ ...youtube, enabled: false }])).toBe(-16);
});
