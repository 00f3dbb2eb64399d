import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { requestContextOf } from './request-context';

/**
 * Addresses of which a part opens something: only their pattern is logged (T25). Queries are never logged.
 * Matched in whatever place they stand, since `//crew/…` and `/x/../crew/…` may reach a page too.
 */
const SECRET_PATHS: readonly [RegExp, string][] = [
  [/(^|[\\/])crew[\\/]+[^\\/]/, '/crew/[token]'],
  [/(^|[\\/])join[\\/]+[^\\/]/, '/join/[code]'],
  [/(^|[\\/])setup[\\/]+[^\\/]/, '/setup/[token]'],
];
/** Calls of the API whose path looks like one of those. */
const NO_SECRET = /^\/api\/join\/check$/;

/** What of an address may stand in a log. */
export function loggedPath(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '/';
  // Remix matches routes decoded and without regard to capitals, and asks for a page's data under the same
  // path.
  const matched = decoded(path).toLowerCase();
  const secret = NO_SECRET.test(matched)
    ? undefined
    : SECRET_PATHS.find(([pattern]) => pattern.test(matched));
  return secret ? secret[1] : path.slice(0, 200);
}

/** Decoded until nothing changes, a bounded number of times; what cannot be decoded stays as it stands. */
function decoded(path: string): string {
  let text = path;
  for (let turn = 0; turn < 3; turn += 1) {
    const next = text.replace(/%[0-9a-f]{2}/gi, (byte) =>
      String.fromCharCode(Number.parseInt(byte.slice(1), 16)),
    );
    if (next === text) break;
    text = next;
  }
  return text;
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
