import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { requestContextOf } from './request-context';

/**
 * Addresses of which a part opens something: only their pattern is logged (T25). Queries are never logged.
 */
const SECRET_PATHS: readonly [RegExp, string][] = [
  [/^\/crew\/.+/, '/crew/[token]'],
  [/^\/join\/.+/, '/join/[code]'],
  [/^\/setup\/.+/, '/setup/[token]'],
];

/** What of an address may stand in a log. */
export function loggedPath(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '/';
  // Remix asks for a page's data and its CSS under the same path.
  const secret = SECRET_PATHS.find(([pattern]) => pattern.test(path));
  return secret ? secret[1] : path.slice(0, 200);
}

/**
 * One line for each answer, without cookies, bodies, queries and agents. Assets and probes only when they
 * fail.
 */
export function accessLog(log: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('close', () => {
      const path = loggedPath(request.originalUrl);
      const status = response.statusCode;
      const quiet = status < 400 && /^\/(assets|fonts|hls|healthz|readyz|metrics)\b/.test(path);
      if (quiet) return;
      log.info(
        {
          method: request.method,
          path,
          status: response.writableFinished ? status : 499,
          ms: Math.round(performance.now() - startedAt),
          ip: requestContextOf(request).ip,
        },
        'request',
      );
    });
    next();
  };
}
