import { describe, expect, test } from 'vitest';
import { fill, plural } from '../../../core/language';
import { de } from './de';
import { en } from './en';
import { es } from './es';

/** `page.theme` → text, and every form of a plural as a text of its own. */
function entries(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => entries(inner, path ? `${path}.${name}` : name));
}
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe.each([
  ['German', de],
  ['Spanish', es],
])('%s', (_, catalogue) => {
  const own = new Map(entries(catalogue));

  test('has every text of the English one, none of them empty, with the same places for values', () => {
    for (const [path, text] of entries(en)) {
      expect(own.get(path), path).toMatch(/\S/);
      expect(places(own.get(path) ?? ''), path).toEqual(places(text));
    }
  });
});

test('values come into a text as they are, also where they look like a place for one', () => {
  expect(fill('{title}, live', { title: '{name} $& <b>' })).toBe('{name} $& <b>, live');
  expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}');
});

test('a text follows the plural forms of its language', () => {
  expect(plural('de-DE', de.page.watching, 1)).toBe('schaut zu');
  expect(plural('de-DE', de.page.watching, 0)).toBe('schauen zu');
  // Spanish has a form for millions that the catalogue does not need.
  expect(plural('es-ES', es.page.watching, 1_000_000)).toBe('personas mirando');
});
