import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { chooseLanguage } from '../../core/language';
import { SLUG_PATTERN } from '../../core/rooms';
import { TtlCache } from '../../core/time/ttl-cache';
import { requestContextOf } from '../http/request-context';
import { carriesAuthority } from '../http/cookies';
import { pageKind } from '../http/security-headers';

/** How long one rendering serves everybody; pages correct themselves by their connection. */
const FRESH_MS = 1_000;
/** More than the events watched at once on one installation; beyond this the oldest rendering goes. */
const MAX_CACHED = 200;
/**
 * What of an address changes a page, and the values that do. Anything else in it must not make a rendering of
 * its own: made-up values would push out the renderings that people use.
 */
const PARAMETERS: Record<string, RegExp> = {
  room: SLUG_PATTERN,
  theme: /^(dark|light)$/,
  chat: /^(off|hidden)$/,
};

interface Rendering {
  status: number;
  headers: [string, string][];
  body: Buffer;
  gzip: Buffer;
  etag: string;
}

/** Renders a page: the whole address, and the cookies of somebody who may see more than others. */
export type RenderPage = (
  url: URL,
  cookie: string | undefined,
  request: Request,
) => Promise<globalThis.Response>;

/**
 * The audience's pages. They are the same for everybody, so one rendering serves all requests of a second,
 * and a crowd costs little more than a file does (bench audience). A request with a cookie of the crew gets a
 * rendering of its own: it may see a draft. An address has one spelling, so that others make no renderings of
 * their own.
 */
export function renderCache(render: RenderPage, instanceId: string): RequestHandler {
  // A refusal or an error is not kept: the next request renders again.
  const renderings = new TtlCache<Rendering>(FRESH_MS, MAX_CACHED, ({ status }) => status === 200);

  return (request: Request, response: Response, next: NextFunction) => {
    const kind = pageKind(request.path);
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const spelled = reads ? spelledPath(request.path) : null;
    if (spelled !== null && spelled !== request.path) {
      const { search } = new URL(request.originalUrl.replace(/^\/+/, '/'), 'http://localhost');
      return response.redirect(301, spelled + search);
    }
    if (!reads || (kind !== 'watch' && kind !== 'embed')) return next();
    const url = pageAddress(request);
    const { cookie } = request.headers;
    const rendering = carriesAuthority(cookie, instanceId)
      ? finish(render(asRequested(url, request), cookie, request))
      : renderings.get(keyOf(url), () => finish(render(url, undefined, request)));
    rendering.then((rendered) => send(request, response, rendered)).catch(next);
  };
}

/** How the path of one of the audience's pages is written; null for any other. A slug stays as it is. */
function spelledPath(path: string): string | null {
  if (/^\/+iframe\/+live\/*$/i.test(path)) return '/iframe/live';
  const [, page = '', typed = ''] = /^\/+(watch|show)\/+([^/]+)\/*$/i.exec(path) ?? [];
  try {
    const slug = decodeURIComponent(typed);
    return SLUG_PATTERN.test(slug) ? `/${page.toLowerCase()}/${slug}` : null;
  } catch {
    return null;
  }
}

/** Large and small letters name the same event. */
const keyOf = ({ pathname, searchParams }: URL): string => {
  const query = new URLSearchParams(searchParams);
  const room = query.get('room');
  if (room !== null) query.set('room', room.toLowerCase());
  return `${pathname.toLowerCase()}?${query}`;
};

/** The address with what matters of it, and the language settled. */
function pageAddress(request: Request): URL {
  const url = new URL(request.originalUrl, requestContextOf(request).origin);
  const query = url.searchParams;
  const language = chooseLanguage(query.get('lang'), request.headers['accept-language'] ?? null);
  const address = new URL(url.pathname, url.origin);
  address.searchParams.set('lang', language);
  for (const [name, known] of Object.entries(PARAMETERS)) {
    // A room is one of the embed's only.
    if (name === 'room' && pageKind(url.pathname) !== 'embed') continue;
    const value = query.get(name);
    if (value !== null && known.test(value)) address.searchParams.set(name, value);
  }
  return address;
}

/** Names of cookies depend on whether the request itself came over HTTPS. */
function asRequested(url: URL, request: Request): URL {
  return new URL(url.pathname + url.search, `${request.protocol}://${request.headers.host ?? url.host}`);
}

async function finish(answer: Promise<globalThis.Response>): Promise<Rendering> {
  const rendered = await answer;
  const body = Buffer.from(await rendered.arrayBuffer());
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { status: rendered.status, headers: [...rendered.headers], body, gzip: gzipSync(body), etag };
}

function send(request: Request, response: Response, { status, headers, body, gzip, etag }: Rendering): void {
  response.status(status);
  // They replace those that all pages of the kind have: a route knows more.
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
