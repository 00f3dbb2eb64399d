import type { NextFunction, Request, Response } from 'express';
import { type Logger, pino } from 'pino';
import { requestContextOf } from './request-context';

/** Never in a log, whatever object it came with. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'ticket',
  'secret',
  'streamKey',
  'key',
  'code',
].flatMap((name) => (name === 'code' ? ['body.code'] : [name, `*.${name}`, `headers.${name}`]));

/** Addresses with a password or a key in them, wherever an error's text carries one. */
const CREDENTIALS = /\b((?:postgres(?:ql)?|rtmps?|https?|wss?):\/\/)[^\s/@]+@/gi;
const RTMP_PATH = /\b(rtmps?:\/\/[^\s/]+)\/\S+/gi;

export function redact(text: string): string {
  return text.replace(CREDENTIALS, '$1[redacted]@').replace(RTMP_PATH, '$1/[redacted]');
}

/** Typed lines of JSON on standard output; the supervisor gives them their colour. */
export function createLog(name: string): Logger {
  return pino({
    name,
    base: { pid: process.pid },
    level: process.env.LOG_LEVEL ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET_FIELDS, censor: '[redacted]' },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error ? serialize(error) : { message: redact(String(error)) },
    },
  });
}

function serialize(error: Error): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: redact(error.message),
    code,
    stack: redact(error.stack ?? ''),
    cause: error.cause instanceof Error ? serialize(error.cause) : undefined,
  };
}

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

/** A token of ours (43 of base64url; slugs have no capitals), under a path that somebody mistyped. */
const TOKEN = /(?<![\w-])(?=[\w-]*[A-Z])[\w-]{43}(?![\w-])/g;

/** What of an address may stand in a log. */
export function loggedPath(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '/';
  // Remix matches routes decoded and without regard to capitals, and asks for a page's data under the same
  // path.
  const matched = decoded(path).toLowerCase();
  const secret = NO_SECRET.test(matched)
    ? undefined
    : SECRET_PATHS.find(([pattern]) => pattern.test(matched));
  return secret ? secret[1] : path.slice(0, 300).replace(TOKEN, '[token]').slice(0, 200);
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
