import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { AppError } from '../../core/errors';
import { loggedPath } from './access-log';

/** What nobody caught. Never a stack and never a cause: those stay in the log. */
export function answerFault(log: Logger) {
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const known = error instanceof AppError ? error : null;
    const status = known?.status ?? statusOf(error);
    if (status >= 500) log.error({ err: error, path: loggedPath(request.originalUrl) }, 'a request failed');
    if (response.headersSent) return void response.destroy();
    if (known?.retryAfterS !== undefined) response.set('Retry-After', String(Math.ceil(known.retryAfterS)));
    response.status(status).json({
      error: {
        code: known?.code ?? (status >= 500 ? 'internal' : 'bad_request'),
        message:
          known?.message ?? 'This could not be answered. Try again; if it stays, see the log of the server.',
      },
    });
  };
}

/** express marks faults of a request itself, such as an address that cannot be decoded. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500;
  return typeof error.status === 'number' && error.status >= 400 && error.status < 600 ? error.status : 500;
}
