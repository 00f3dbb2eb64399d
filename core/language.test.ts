import { describe, expect, it } from 'vitest';
import { chooseLanguage } from './language';

describe('the language of a page', () => {
  it.each([
    ['de', null, 'de'],
    ['ES', 'de', 'es'],
    ['de-CH', null, 'de'],
    // A range without a catalogue counts for nothing.
    ['fr', 'de', 'de'],
    ['', 'es', 'es'],
    ['toString', null, 'en'],
    [null, 'de-CH,de;q=0.9,en;q=0.8', 'de'],
    [null, 'fr-FR,fr;q=0.9,es;q=0.5,en;q=0.4', 'es'],
    [null, 'en;q=0.3, de ; q=0.7', 'de'],
    [null, 'de;q=0, en', 'en'],
    [null, 'fr, *;q=0.1', 'en'],
    [null, 'fr', 'en'],
    [null, null, 'en'],
    [null, ';;,,q=,de;q=x', 'en'],
  ])('?lang=%s with Accept-Language %s is %s', (asked, accepted, language) => {
    expect(chooseLanguage(asked, accepted)).toBe(language);
  });
});
