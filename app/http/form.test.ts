import { expect, test } from 'vitest';
import { AppError } from '../../core/errors';
import { formError, readForm, safeRedirect } from './form';

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

function post(body: BodyInit | undefined, type?: string): Request {
  const headers: HeadersInit = type === undefined ? {} : { 'Content-Type': type };
  return new Request('http://x/login', { method: 'POST', headers, ...(body !== undefined && { body }) });
}

test('what a page’s form sends is read', async () => {
  const data = await readForm(post(new URLSearchParams({ email: 'ann@example.org' })));
  expect(data.get('email')).toBe('ann@example.org');
});

test.each([
  ['nothing', post(undefined)],
  ['JSON', post('{}', 'application/json')],
  ['parts without a boundary', post('x', 'multipart/form-data')],
  [
    'parts that break off',
    post('--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n1', 'multipart/form-data; boundary=a'),
  ],
  ['a NUL', post('email=%00', 'application/x-www-form-urlencoded')],
])('%s is a 400 with a sentence, and no fault of ours', async (_what, request) => {
  const error: unknown = await readForm(request).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(formError(error).status).toBe(400);
});

test('what the database cannot do now is told in the form too; what nobody foresaw is thrown on', () => {
  expect(formError(Object.assign(new Error('x'), { code: '57P03' })).status).toBe(503);
  expect(() => formError(new TypeError('x'))).toThrow(TypeError);
});
