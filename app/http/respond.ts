import { AppError } from '../../core/errors';
import type { Services } from '../services';

/** JSON. That nobody may cache it stands in the headers of every address of the API (security-headers.ts). */
export function answer(body: unknown, status = 200, headers: HeadersInit = {}): Response {
  const all = new Headers(headers);
  all.set('Content-Type', 'application/json; charset=utf-8');
  return new Response(JSON.stringify(body), { status, headers: all });
}

export function noContent(headers: HeadersInit = {}): Response {
  return new Response(null, { status: 204, headers });
}

/** The one place where an error becomes an answer: `{error: {code, message, …details}}` with its status. */
export function errorAnswer(error: unknown, services: Services, what = 'request'): Response {
  const known = error instanceof AppError ? error : asAppError(error);
  if (known.report) services.log.error({ err: error, what }, known.message);
  const headers = new Headers();
  if (known.retryAfterS !== undefined)
    headers.set('Retry-After', String(Math.max(1, Math.ceil(known.retryAfterS))));
  return answer(
    { error: { ...known.details, code: known.code, message: known.message } },
    known.status,
    headers,
  );
}

/**
 * Postgres' and the network's way to say "not now" (F3): connection classes 08 and 57, a timeout, a full
 * pool.
 */
const NOT_NOW = /^(08|57|53)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|CONNECT|CONNECTION)/;

function asAppError(error: unknown): AppError {
  const code =
    typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
      ? error.code
      : '';
  return NOT_NOW.test(code)
    ? new AppError(
        'unavailable',
        'The database does not answer. The program goes on; try again in a moment.',
        {
          cause: error,
          retryAfterS: 1,
        },
      )
    : new AppError('internal', 'Something went wrong on the server. Try again; if it stays, see its log.', {
        cause: error,
      });
}
