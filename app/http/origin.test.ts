import { expect, test } from 'vitest';
import { cookieNames } from './cookies';
import { answerOrigin, allowedOrigins, originAllowed } from './origin';

const ours = ['http://localhost:3000', 'https://touchline.example.org'];
const names = cookieNames('here', false);
const session = `${names.session}=abc`;
const crew = `${names.crew('derby')}=abc`;
const device = `${names.device}=abc`;
const none = { origin: undefined, secFetchSite: undefined, cookie: undefined };

test.each([
  ['our own page', { origin: 'http://localhost:3000', cookie: session }],
  ['our page by its public address', { origin: 'https://touchline.example.org', cookie: session }],
  ['a browser that hides the origin of our own page', { secFetchSite: 'same-origin', cookie: session }],
  ['an API client with its token', {}],
  ['a simulated camera with its device cookie', { cookie: device }],
])('%s may change something', (_, facts) => {
  expect(originAllowed({ method: 'POST', ...none, ...facts }, ours)).toBe(true);
});

test.each([
  ['another site', { origin: 'https://evil.example', cookie: session }],
  ['another port', { origin: 'http://localhost:3001', cookie: session }],
  ['a sandboxed frame or a data: page', { origin: 'null', cookie: session }],
  ['another site without any cookie', { origin: 'https://evil.example' }],
  ['another site with a phone’s cookie', { origin: 'https://evil.example', cookie: device }],
  ['a name that only begins like ours', { origin: 'https://touchline.example.org.evil.example' }],
  ['a sibling site', { secFetchSite: 'same-site', cookie: session }],
  ['another site that hides its origin', { secFetchSite: 'cross-site', cookie: session }],
  ['no origin, but a session', { cookie: session }],
  ['no origin, but a crew link’s session', { cookie: crew }],
  ['no origin, but a session on HTTPS', { cookie: `__Host-${session}` }],
])('%s may not', (_, facts) => {
  expect(originAllowed({ method: 'POST', ...none, ...facts }, ours)).toBe(false);
});

test('reading is not asked for its origin', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    expect(originAllowed({ method, ...none, origin: 'https://evil.example', cookie: session }, ours)).toBe(
      true,
    );
  }
  for (const method of ['PUT', 'PATCH', 'DELETE', 'post', 'TRACE']) {
    expect(originAllowed({ method, ...none, origin: 'https://evil.example' }, ours)).toBe(false);
  }
});

const env = { edge: { host: '127.0.0.1', port: 3000, httpsPort: 3443 }, publicUrl: null };

test('a spoofed host never comes back in an address (T25)', () => {
  expect(answerOrigin(env, { protocol: 'http', host: 'evil.example' })).toBe('http://localhost:3000');
  expect(answerOrigin(env, { protocol: 'http', host: 'localhost:3000' })).toBe('http://localhost:3000');
  expect(answerOrigin(env, { protocol: 'https', host: 'localhost:3443' })).toBe('https://localhost:3443');
  expect(answerOrigin(env, { protocol: 'http', host: 'localhost:3000@evil.example' })).toBe(
    'http://localhost:3000',
  );
  expect(answerOrigin(env, { protocol: 'http', host: undefined })).toBe('http://localhost:3000');
  const behind = { ...env, publicUrl: 'https://touchline.example.org' };
  expect(answerOrigin(behind, { protocol: 'http', host: 'evil.example' })).toBe(
    'https://touchline.example.org',
  );
  expect(allowedOrigins(behind)).toContain('https://touchline.example.org');
});
