import { createServer } from 'node:http';
import { once } from 'node:events';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ERROR_STATUS, type ErrorCode } from '../../contract/errors';
import { AppError } from '../../core/errors';
import { asPage, errorResponse, sendError, toAnswer } from './error-answer';

const CODES = Object.keys(ERROR_STATUS).filter((code): code is ErrorCode => code in ERROR_STATUS);

test.each(CODES)('%s has its status and one shape, and details next to the sentence', (code) => {
  const answer = toAnswer(new AppError(code, 'A sentence.', { details: { field: 'title' } }));
  expect(answer.status).toBe(ERROR_STATUS[code]);
  expect(answer.body).toEqual({ error: { field: 'title', code, message: 'A sentence.' } });
});

test('what the database or the network cannot do now is a 503 with a time; nothing of its cause gets out', () => {
  for (const code of ['57P03', '08006', 'ECONNREFUSED', 'CONNECTION_ENDED']) {
    const { status, headers, body } = toAnswer(Object.assign(new Error('host db.internal'), { code }));
    expect([status, headers['Retry-After'], body.error.code]).toEqual([503, '1', 'unavailable']);
    expect(JSON.stringify(body)).not.toContain('db.internal');
  }
});

test('a value that Postgres cannot store is a 400; an error of our own SQL is none', () => {
  const statusOf = (code: string) => toAnswer(Object.assign(new Error('x'), { code })).status;
  // NUL in a text, a number, a date and an id that are none.
  for (const code of ['22021', '22003', '22008', '22P02']) expect(statusOf(code)).toBe(400);
  for (const code of ['22012', '42601', '23505']) expect(statusOf(code)).toBe(500);
});

test('what nobody foresaw is a 500 and one line in the log; a refusal of the request itself is neither', () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const unforeseen = toAnswer(new Error('secret'), { log, what: 'GET /x' });
  expect([unforeseen.status, unforeseen.body.error.code]).toEqual([500, 'internal']);
  expect(JSON.stringify(unforeseen.body)).not.toContain('secret');
  expect(lines).toHaveLength(1);
  const malformed = toAnswer(Object.assign(new URIError('%'), { status: 400 }), { log, what: 'GET /%' });
  expect([malformed.status, malformed.body.error.code]).toEqual([400, 'bad_request']);
  expect(lines).toHaveLength(1);
});

test('a web answer and one of Node say the same', async () => {
  const error = new AppError('rate_limited', 'Wait.', { retryAfterS: 2.2 });
  const server = createServer((_request, response) => sendError(response, error)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const sent = await fetch(`http://127.0.0.1:${port}/`);
  server.close();
  const made = errorResponse(error);
  for (const answer of [sent, made]) {
    expect(answer.status).toBe(429);
    expect(answer.headers.get('Retry-After')).toBe('3');
    expect(answer.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
  }
  expect(sent.headers.get('Cache-Control')).toBe('no-store');
  expect(await sent.text()).toBe(await made.text());
});

test('a page sends who is not known to sign in and come back; any other refusal reaches its error page', async () => {
  const refuse = (code: ErrorCode) =>
    asPage(new Request('http://own/events/x?a=1'), () => Promise.reject(new AppError(code, 'No.'))).catch(
      (answer: unknown) => answer,
    );
  const login = await refuse('unauthenticated');
  const denied = await refuse('forbidden');
  if (!(login instanceof Response) || !(denied instanceof Response)) throw new Error('no answers');
  expect([login.status, login.headers.get('Location')]).toEqual([
    302,
    '/login?redirectTo=%2Fevents%2Fx%3Fa%3D1',
  ]);
  expect(denied.status).toBe(403);
  expect(await denied.json()).toEqual({ error: { code: 'forbidden', message: 'No.' } });
});
