import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from '../../app/api/openapi';
import { NOUNS } from '../../app/api/table';
import { cookieNames } from '../../app/http/cookies';
import { apiUrl } from '../support/api/api-server';
import { call } from '../support/api/call';
import { createTestServices, type TestServices } from '../support/web/test-services';

let services: TestServices;
beforeAll(async () => void (services = await createTestServices()));
afterAll(() => services.close());

test('anyone may read the description of the API, and caches may hold it', async () => {
  const { status, headers, text } = await call(services, 'GET', '/api/v1/openapi.json');
  expect(status).toBe(200);
  expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
  expect(headers.get('Cache-Control')).toBe('public, max-age=300');
  const described: unknown = JSON.parse(text);
  const expected = openApi(NOUNS, cookieNames(services.instanceId, false));
  expect(described).toEqual(JSON.parse(JSON.stringify(expected)));
});

test('what is answered to one caller alone stays out of caches', async () => {
  const { headers } = await call(services, 'GET', '/api/v1/events');
  expect(headers.get('Cache-Control')).toBe('no-store');
});

test.each([
  ['TRACE', '/api/v1/events', 'GET, POST'],
  ['PROPFIND', '/api/audience/derby', 'GET'],
  ['TRACE', '/', 'GET, HEAD, POST'],
])(
  '%s of %s is a 405 that says which methods there are, and no error of ours',
  async (method, path, allow) => {
    const asked = request(new URL(path, await apiUrl(services)), { method }).end();
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    answer?.resume();
    expect([answer?.statusCode, answer?.headers.allow]).toEqual([405, allow]);
  },
);

test.each([
  ['a line break', '/api/v1/events/derby%0D'],
  // Postgres has no text with a NUL: it was an error of ours.
  ['a NUL', '/api/chat/%00'],
])('an address of the API with %s in it is not there, says the API and no page', async (_what, path) => {
  const asked = request(new URL(path, await apiUrl(services))).end();
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  answer?.resume();
  expect([answer?.statusCode, answer?.headers['content-type']?.split(';')[0]]).toEqual([
    404,
    'application/json',
  ]);
});
