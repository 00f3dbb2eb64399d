import { expect, test } from 'vitest';
import { loggedPath, redact } from './log';

test.each([
  ['/crew/SECRET', '/crew/[token]'],
  ['/crew/SECRET?_data=routes%2Fcrew.%24token', '/crew/[token]'],
  ['/join/SECRET', '/join/[code]'],
  ['/Crew/SECRET', '/crew/[token]'],
  ['/%63rew/SECRET', '/crew/[token]'],
  ['/%43R%65w/SECRET', '/crew/[token]'],
  ['/%2563rew/SECRET', '/crew/[token]'],
  ['//crew//SECRET', '/crew/[token]'],
  ['/x/../crew/SECRET', '/crew/[token]'],
  ['/crew%2FSECRET', '/crew/[token]'],
  ['/%4Aoin/SECRET', '/join/[code]'],
  ['/JOIN/SECRET.data', '/join/[code]'],
  ['/api/join/check', '/api/join/check'],
  ['/join', '/join'],
  ['/crews/rjaShjRsUu9uowFnlyKzi6KtJ68rAaBbCvlC6cE0v5Q', '/crews/[token]'],
  ['/watch/rjaShjRsUu9uowFnlyKzi6KtJ68rAaBbCvlC6cE0v5Q/x', '/watch/[token]/x'],
  [
    '/watch/under-15-girls-final-saint-nazaire-muenster',
    '/watch/under-15-girls-final-saint-nazaire-muenster',
  ],
  ['/events/c%C3%BCp/direct%', '/events/c%C3%BCp/direct%'],
  ['/setup?token=SECRET', '/setup'],
  ['/recordings/7?exp=1&sig=SECRET', '/recordings/7'],
  ['/api/livekit/token?room=cup&username=SECRET', '/api/livekit/token'],
  ['/events/cup/direct', '/events/cup/direct'],
])('%s is logged as %s', (url, path) => {
  expect(loggedPath(url)).toBe(path);
});

test('an error that names an address names no key and no password', () => {
  expect(redact('cannot open rtmp://live.example/app/KEY-1 now')).toBe(
    'cannot open rtmp://live.example/[redacted] now',
  );
  expect(redact('postgres://web:SECRET@127.0.0.1:5432/x')).toBe('postgres://[redacted]@127.0.0.1:5432/x');
});
