import { expect, test } from 'vitest';
import { browserCommand } from './browser';

test('a browser opens on a desktop only, and never in CI or where it is not wanted', () => {
  expect(browserCommand({ DISPLAY: ':0' }, 'linux')).toBe('xdg-open');
  expect(browserCommand({}, 'darwin')).toBe('open');
  expect(browserCommand({}, 'linux')).toBeNull();
  expect(browserCommand({ DISPLAY: ':0', CI: 'true' }, 'linux')).toBeNull();
  expect(browserCommand({ DISPLAY: ':0', TOUCHLINE_NO_BROWSER: '1' }, 'linux')).toBeNull();
});
