import { describe, expect, test } from 'vitest';
import { checkName, skeleton } from './name';

const crew = ['Birte', 'Anna Weber', 'Коля'];
const reasonOf = (typed: string) => {
  const checked = checkName(typed, crew);
  return checked.ok ? null : checked.reason;
};

describe('a name', () => {
  test.each([
    ['Tom', 'Tom'],
    ['  Oma  Grete ', 'Oma Grete'],
    ['mama_von_4', 'mama_von_4'],
    ['Modesta', 'Modesta'],
    ['Hostettler', 'Hostettler'],
    ['Grete ⚽', 'Grete ⚽'],
    ['Юля', 'Юля'],
    ['田中', '田中'],
    ['Directrice 2', 'Directrice 2'],
  ])('%j is kept as %j', (typed, expected) => {
    expect(checkName(typed, crew)).toEqual({ ok: true, value: expected });
  });

  test.each(['', '  ', '\u200b', '\u3164'])('%j is none', (typed) =>
    expect(reasonOf(typed)).toBe('name_missing'),
  );
  test.each(['⚽⚽', '\u202eeman', 'a\u0000', 'x'.repeat(31), '___'])('%j is not fit', (typed) =>
    expect(reasonOf(typed)).toBe('name_unfit'),
  );

  test.each([
    'Birte',
    'birte',
    'B I R T E',
    'Bírté',
    'Вirte',
    'Birtе',
    'B1rte',
    '𝐁𝐢𝐫𝐭𝐞',
    'Ｂｉｒｔｅ',
    'Ⓑⓘⓡⓣⓔ',
    '✔ Birte 🛡',
    'Birte.',
    'Birte 2',
    'Bir\u200bte',
    'Bir\u00adte',
    'anna-weber',
    'AnnaWeber',
    'Коля',
  ])('%j cannot be distinguished from one of the crew', (typed) =>
    expect(reasonOf(typed)).toBe('name_taken'),
  );

  test.each([
    'Moderator',
    'moderat0r',
    'Mod',
    'Tom (Mod)',
    'Tom_Mod',
    'ModTom',
    'Moderatorin Ute',
    'THE ADMIN',
    'Dіrесtоr',
    'Touchline',
    'touchlineteam',
    'Official stream',
    'Rnoderator',
    'El Moderador',
    'Regie',
  ])('%j is an office of the crew', (typed) => expect(reasonOf(typed)).toBe('name_taken'));
});

test('a crew without a name that can be read takes none away', () => {
  expect(checkName('Tom', ['', '⚽']).ok).toBe(true);
});

test('a skeleton tells different names apart', () => {
  const names = [
    'Tom',
    'Tim',
    'Anna',
    'Hanna',
    'Jan',
    'Ian',
    'Max',
    'Mats',
    'Birte',
    'Birgit',
    '田中',
    '中田',
  ];
  expect(new Set(names.map(skeleton)).size).toBe(names.length);
});
