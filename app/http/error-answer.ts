import type { ServerResponse } from 'node:http';
import type { NextFunction, Request as ExpressRequest, Response as ExpressResponse } from 'express';
import type { Logger } from 'pino';
import type { ErrorBody } from '../../contract/errors';
import { AppError } from '../../core/errors';
import { loggedPath } from './log';

export interface ErrorAnswer {
  status: number;
  headers: Record<string, string>;
  body: ErrorBody;
}

/**
 * The one place where an error becomes an answer: of the API, a page, a form, the middleware before them or
 * the edge. Never a stack and never a cause: those stay in the log.
 *
 * @param report where an operator sees an error of ours, and what was asked for
 */
export function toAnswer(error: unknown, report?: { log: Logger; what: string }): ErrorAnswer {
  const known = knownError(error) ?? unforeseen(error);
  if (known.report) report?.log.error({ err: error, what: report.what }, known.message);
  const { code, message, status, details, retryAfterS } = known;
  const headers: Record<string, string> = { 'Content-Type': 'application/json; charset=utf-8' };
  if (retryAfterS !== undefined) headers['Retry-After'] = String(Math.max(1, Math.ceil(retryAfterS)));
  return { status, headers, body: { error: { ...details, code, message } } };
}

/**
 * Postgres' and the network's way to say "not now" (F3): connection classes 08 and 57, a timeout, a full
 * pool.
 */
const NOT_NOW = /^(08|57|53)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|CONNECT|CONNECTION)/;

/**
 * Values that Postgres cannot store: a NUL, a number, a date or an id that is none (class 22 without the
 * errors of our own SQL, such as a division by zero). Schemas refuse them before; what one forgets is the
 * client's fault all the same.
 */
const NO_VALUE = /^22(021|003|007|008|P02|P05)$/;

/** What is known of an error, whoever threw it; null for what nobody foresaw. */
export function knownError(cause: unknown): AppError | null {
  if (cause instanceof AppError) return cause;
  const code = property(cause, 'code');
  const status = property(cause, 'status');
  if (typeof code === 'string' && NOT_NOW.test(code)) {
    const message = 'The database does not answer. The program goes on; try again in a moment.';
    return new AppError('unavailable', message, { cause, retryAfterS: 1 });
  }
  // Express marks errors of a request itself, such as an address that cannot be decoded.
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new AppError('bad_request', 'This request could not be read.', { cause, status });
  if (typeof code === 'string' && NO_VALUE.test(code))
    return new AppError('bad_request', 'This request holds a value that cannot be stored.', { cause });
  return null;
}

function unforeseen(cause: unknown): AppError {
  const message = 'Something went wrong on the server. Try again; if it stays, see its log.';
  return new AppError('internal', message, { cause });
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}

/** For the API and for pages, whose error boundary shows the message. */
export function errorResponse(...error: Parameters<typeof toAnswer>): Response {
  const { status, headers, body } = toAnswer(...error);
  return new Response(JSON.stringify(body), { status, headers });
}

/** Where there is only Node's response: middleware, and the edge. An answer that has begun is cut off. */
export function sendError(response: ServerResponse, ...error: Parameters<typeof toAnswer>): void {
  const { status, headers, body } = toAnswer(...error);
  if (response.headersSent) return void response.destroy();
  const safe = { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' };
  for (const [name, value] of Object.entries({ ...safe, ...headers })) response.setHeader(name, value);
  response.statusCode = status;
  response.end(JSON.stringify(body));
}

/** The last middleware: what nobody caught. */
export function answerErrors(log: Logger) {
  return (error: unknown, request: ExpressRequest, response: ExpressResponse, _next: NextFunction): void =>
    sendError(response, error, { log, what: `${request.method} ${loggedPath(request.originalUrl)}` });
}

/**
 * For loaders and actions of pages: who is not known goes to the sign-in page and comes back after it; every
 * other AppError is thrown as its answer, for the page's error boundary.
 */
export async function asPage<T>(request: Request, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const error = knownError(thrown);
    if (!error) throw thrown;
    if (error.code === 'unauthenticated' && request.method === 'GET') {
      const { pathname, search } = new URL(request.url);
      const Location = `/login?redirectTo=${encodeURIComponent(pathname + search)}`;
      throw new Response(null, { status: 302, headers: { Location } });
    }
    throw errorResponse(error);
  }
}
