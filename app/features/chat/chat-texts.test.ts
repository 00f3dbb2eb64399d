import { expect, test } from 'vitest';
import { fill } from '../../../core/language';
import { CHAT_TEXTS } from './chat-texts';

const places = (value: unknown): unknown =>
  typeof value === 'string'
    ? (value.match(/\{\w+\}/g) ?? []).sort()
    : Object.fromEntries(Object.entries(value ?? {}).map(([key, inner]) => [key, places(inner)]));

test('every language has every text, with the same places to fill', () => {
  for (const words of Object.values(CHAT_TEXTS)) expect(places(words)).toEqual(places(CHAT_TEXTS.en));
});

test('what a person typed is put in as it is', () => {
  expect(fill('Say something as {name}', { name: '{name} $& <b>' })).toBe('Say something as {name} $& <b>');
  expect(fill('{unknown}', {})).toBe('{unknown}');
});
