import { expect, test } from 'vitest';
import { isFreeSlug, numberedSlug, proposeSlug } from './slug';

test.each([
  ['Home – Away', 'home-away'],
  ['Süd gegen Nord (U19)', 'sud-gegen-nord-u19'],
  ['Straße & Ærø', 'strasse-aero'],
  ["St. Mary's 2:1 O’Neill", 'st-marys-2-1-oneill'],
  ['決勝', 'event'],
  ['new', 'event'],
  ['---', 'event'],
])('%s is proposed as %s', (title, slug) => {
  expect(proposeSlug(title)).toBe(slug);
});

test('a proposal stays an address after a number is put behind it', () => {
  const slug = numberedSlug(proposeSlug('x'.repeat(500)), 999);
  expect(isFreeSlug(slug)).toBe(true);
});

test.each(['a:b', 'x:cameras', '', 'new', 'NEW', 'a b', 'ä', 'a'.repeat(65)])(
  '%j cannot be given',
  (slug) => {
    expect(isFreeSlug(slug)).toBe(false);
  },
);
