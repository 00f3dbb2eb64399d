import { expect, test } from 'vitest';
import { safeRedirect } from './form';

test.each(['/events', '/events/derby/direct?x=1#y', '/a/../b', '/%2f%2fevil.example'])(
  '%s is our own',
  (to) => {
    const going = safeRedirect(to, '/fallback');
    expect(going).not.toBe('/fallback');
    expect(new URL(going, 'https://touchline.example.org').origin).toBe('https://touchline.example.org');
  },
);

test.each([
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '',
  'events',
  '/..//evil.example',
  '/a\\b',
  '/\u0000',
  'data:text/html,x',
  '///evil.example',
])('%j leads home instead (T25)', (to) => {
  expect(safeRedirect(to, '/fallback')).toBe('/fallback');
});

test('what is no text leads home', () => {
  expect(safeRedirect(null)).toBe('/events');
  expect(safeRedirect(undefined)).toBe('/events');
});
