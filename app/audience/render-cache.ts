import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { chooseLanguage } from '../../core/language';
import { requestContextOf } from '../http/request-context';
import { carriesAuthority } from '../http/cookies';
import { pageKind } from '../http/security-headers';

/**
 * So long one drawing serves everybody; pages correct themselves by their connection, so a second is no harm.
 */
const FRESH_MS = 1_000;
/** Events that are watched at once on one installation are fewer; beyond this the oldest drawing goes. */
const MOST_KEPT = 200;
/** What of an address changes a page; anything else in it must not make a drawing of its own. */
const PARAMETERS = ['room', 'theme', 'chat'];

interface Drawing {
  status: number;
  headers: [string, string][];
  body: Buffer;
  gzip: Buffer;
  etag: string;
}

/** Draws a page: the whole address, and the cookies of somebody who may see more than others. */
export type Draw = (url: URL, cookie: string | undefined, request: Request) => Promise<globalThis.Response>;

/**
 * The audience's pages. They hold nothing of whoever asks, so one drawing serves all who come within a
 * second, and a crowd costs little more than a file does (bench audience). Whoever has a cookie of the crew
 * gets a drawing of their own: they may see a draft.
 */
export function audienceHtml(draw: Draw): RequestHandler {
  const kept = new Map<string, { drawing: Promise<Drawing>; untilMs: number }>();

  const forEverybody = (url: URL, request: Request): Promise<Drawing> => {
    const known = kept.get(url.href);
    if (known && performance.now() < known.untilMs) return known.drawing;
    const drawing = finish(draw(url, undefined, request));
    kept.delete(url.href);
    kept.set(url.href, { drawing, untilMs: performance.now() + FRESH_MS });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    // A refusal or a fault is nobody else's: the next one asks anew.
    const forget = () => kept.get(url.href)?.drawing === drawing && kept.delete(url.href);
    drawing.then((drawn) => drawn.status !== 200 && forget(), forget);
    return drawing;
  };

  return (request: Request, response: Response, next: NextFunction) => {
    const kind = pageKind(request.path);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (!reads || (kind !== 'watch' && kind !== 'embed')) return next();
    const url = pageAddress(request);
    const { cookie } = request.headers;
    const drawing = carriesAuthority(cookie)
      ? finish(draw(asAsked(url, request), cookie, request))
      : forEverybody(url, request);
    drawing.then((drawn) => send(request, response, drawn)).catch(next);
  };
}

/** The address with what matters of it, and the language settled. */
function pageAddress(request: Request): URL {
  const url = new URL(request.originalUrl, requestContextOf(request).origin);
  const asked = url.searchParams;
  const language = chooseLanguage(asked.get('lang'), request.headers['accept-language'] ?? null);
  const address = new URL(url.pathname, url.origin);
  address.searchParams.set('lang', language);
  for (const name of PARAMETERS) {
    const value = asked.get(name);
    if (value !== null) address.searchParams.set(name, value.slice(0, 100));
  }
  return address;
}

/** Names of cookies depend on whether the request itself came over HTTPS. */
function asAsked(url: URL, request: Request): URL {
  return new URL(url.pathname + url.search, `${request.protocol}://${request.headers.host ?? url.host}`);
}

async function finish(drawing: Promise<globalThis.Response>): Promise<Drawing> {
  const drawn = await drawing;
  const body = Buffer.from(await drawn.arrayBuffer());
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { status: drawn.status, headers: [...drawn.headers], body, gzip: gzipSync(body), etag };
}

function send(request: Request, response: Response, { status, headers, body, gzip, etag }: Drawing): void {
  response.status(status);
  // In the place of those that the kind of page has: a route knows more.
  for (const [name, value] of headers) response.set(name, value);
  if (status !== 200) response.set('Cache-Control', 'no-store');
  response.set('Vary', 'Accept-Language, Accept-Encoding');
  if (status === 200 && response.get('Cache-Control')?.startsWith('public')) {
    response.set('ETag', etag);
    if (request.headers['if-none-match'] === etag) return void response.status(304).end();
  }
  const packed = request.acceptsEncodings('gzip') === 'gzip';
  if (packed) response.set('Content-Encoding', 'gzip');
  const sent = packed ? gzip : body;
  response.set('Content-Length', String(sent.length));
  if (request.method === 'HEAD') response.end();
  else response.end(sent);
}
