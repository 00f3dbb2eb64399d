import { describe, expect, it } from 'vitest';
import { embedOrigin } from './embedding';

describe('a site that may embed the player', () => {
  it.each([
    ['https://club.example', 'https://club.example'],
    [' HTTPS://Club.Example/ ', 'https://club.example'],
    ['https://*.league.example', 'https://*.league.example'],
    ['https://club.example:8443', 'https://club.example:8443'],
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('%j is %s', (text, origin) => {
    expect(embedOrigin(text)).toBe(origin);
  });

  it.each([
    'http://club.example',
    'club.example',
    'https://club.example/live',
    'https://user:pw@club.example',
    "https://club.example; script-src 'unsafe-inline'",
    'https://club.example https://evil.example',
    "https://club.example\r\nX: y'",
    'https://*',
    'https://*.*.example',
    'https://localhost.',
    'https://club.example:0',
    'https://club.example:99999',
    '*',
    "'self'",
    'data:',
    '',
  ])('%j is none', (text) => {
    expect(embedOrigin(text)).toBeNull();
  });
});
