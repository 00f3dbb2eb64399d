import { describe, expect, test } from 'vitest';
import { pageKind, securityHeaders } from './security-headers';

const input = { nonce: 'abc', origin: 'https://pitch.example', livekitUrl: null };
const directives = (kind: 'crew' | 'watch' | 'embed') =>
  new Map(
    (securityHeaders(kind, input)['Content-Security-Policy'] ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values] as const;
    }),
  );

test.each([
  ['/', 'crew'],
  ['/login', 'crew'],
  ['/join/ABCD', 'crew'],
  ['/camera', 'crew'],
  ['/events/cup/direct', 'crew'],
  ['/watch/cup', 'watch'],
  ['/show/cup', 'watch'],
  ['/iframe/live', 'embed'],
  ['/api/v1/events', 'api'],
  ['/api/v1/openapi.json', 'description'],
  ['/recordings/1', 'api'],
  ['/healthz', 'api'],
  ['/assets/a.js', 'asset'],
  ['/watching', 'crew'],
  ['/apiary', 'crew'],
])('%s is a %s page', (path, kind) => {
  expect(pageKind(path)).toBe(kind);
});

describe('pages', () => {
  test.each([
    ['crew', ["'self'", "'nonce-abc'"]],
    ['watch', ["'self'"]],
    ['embed', ["'self'"]],
  ] as const)(
    'a %s page runs no inline script without a nonce, and is framed by nobody unless its route says so',
    (kind, scripts) => {
      const policy = directives(kind);
      expect(policy.get('script-src')).toEqual(scripts);
      expect(policy.get('style-src')).toEqual(["'self'"]);
      expect(policy.get('default-src')).toEqual(["'none'"]);
      for (const name of ['frame-ancestors', 'base-uri', 'object-src'])
        expect(policy.get(name)).toEqual(["'none'"]);
      expect(securityHeaders(kind, input)['X-Content-Type-Options']).toBe('nosniff');
    },
  );

  test('crew pages tell no other site where they came from; the watch page tells its origin, for the players', () => {
    expect(securityHeaders('crew', input)['Referrer-Policy']).toBe('no-referrer');
    expect(securityHeaders('watch', input)['Referrer-Policy']).toBe('strict-origin-when-cross-origin');
    expect(directives('crew').get('frame-src')).toEqual(["'none'"]);
    expect(directives('watch').get('frame-src')).toContain('https://www.youtube.com');
  });

  test('an embed, and no other page, says that it loads nothing of others: isolated sites may frame it', () => {
    const { 'Cross-Origin-Embedder-Policy': embedder, 'Cross-Origin-Resource-Policy': resource } =
      securityHeaders('embed', input);
    expect([embedder, resource]).toEqual(['require-corp', 'cross-origin']);
    expect(securityHeaders('watch', input)).not.toHaveProperty('Cross-Origin-Embedder-Policy');
    expect(securityHeaders('crew', input)).not.toHaveProperty('Cross-Origin-Embedder-Policy');
  });

  test('an outside LiveKit may be reached by WebSocket and for its validation', () => {
    const policy = securityHeaders('crew', { ...input, livekitUrl: 'wss://lk.example' })[
      'Content-Security-Policy'
    ];
    expect(policy).toContain("connect-src 'self' wss://pitch.example wss://lk.example https://lk.example");
  });
});
