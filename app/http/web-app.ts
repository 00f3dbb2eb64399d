import { randomBytes } from 'node:crypto';
import { createRequestHandler } from '@remix-run/express';
import { createRequestHandler as createRenderer } from '@remix-run/node';
import express, { type Express, type NextFunction, type Request, type Response, type Router } from 'express';
import { isIn } from '../../core/client-address';
import { AppError } from '../../core/errors';
import { allowedAt } from '../api/mount';
import type { Services } from '../services';
import { accessLog } from './log';
import { answerErrors } from './error-answer';
import { requestContextOf, findRequestContext } from './request-context';
import { renderCache } from '../audience/render-cache.server';
import { drainAfter, limitBody } from './body';
import { limitChat } from './limit-chat';
import { hls } from './hls';
import type { PageSource } from './page-source';
import { refuseForeign } from './origin';
import { pageKind, securityHeaders } from './security-headers';

export interface WebAppOptions {
  services: Services;
  pages: PageSource;
  probes: Router;
  /** What is asked for too often to pass through the pages' machinery. */
  presence: Router;
  /** The time that answers name, by which screens count: the database's, ms since 1970. */
  nowMs?: () => number;
}

/**
 * HTTP in the order in which it is decided: who asks, under which headers, from which site; then files,
 * probes, pages. No body parser: Remix reads the raw stream, and LiveKit's webhooks are signed over the raw
 * bytes.
 */
export function createWebApp({
  services,
  pages,
  probes,
  presence,
  nowMs = Date.now,
}: WebAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', (address: string) => isIn(address, services.env.trustedProxies));
  const nonces = new WeakMap<Request, string>();

  app.use((request, response, next) => {
    drainAfter(request, response);
    next();
  });
  app.use(findRequestContext(services.env));
  // Before the log: a flood is counted, not written down.
  app.use(limitChat(services));
  app.use(accessLog(services.log));
  app.use((request, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    nonces.set(request, nonce);
    const { origin } = requestContextOf(request);
    const { publicUrl: livekitUrl } = services.env.livekit;
    response.set('Date', new Date(nowMs()).toUTCString());
    response.set(securityHeaders(pageKind(request.path), { nonce, origin, livekitUrl, mode: pages.mode }));
    next();
  });
  app.use(refuseUnroutable);
  app.use(refuseForeign(services.env));
  const getLoadContext = (request: Request) => ({
    services,
    nonce: nonces.get(request) ?? '',
    clientIp: requestContextOf(request).ip,
    origin: requestContextOf(request).origin,
    audience: pages.audience,
  });
  const render = createRenderer(pages.build, pages.mode);
  // Before the files: a crowd that opens the page must not have the disk asked for each of its addresses.
  app.use(
    renderCache(
      (url, cookie, request) =>
        render(new globalThis.Request(url, { headers: cookie ? { cookie } : {} }), getLoadContext(request)),
      services.instanceId,
    ),
  );
  app.use(pages.files);
  app.use(probes);
  app.use(hls(services));
  app.use(presence);

  const remix = createRequestHandler({ build: pages.build, mode: pages.mode, getLoadContext });
  app.all('*', (request, response, next) => {
    // Judged by refuseForeign. Remix compares it with Host, which a proxy in front may have changed, and
    // would answer each form with an error of ours.
    delete request.headers.origin;
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    if (hasBody && !limitBody(request, response)) return;
    // An async function; what it rejects with goes to `next` automatically.
    void remix(request, response, next);
  });
  app.use(answerErrors(services.log));
  return app;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** NUL, CR, LF, U+2028 and U+2029, encoded: no name has one. */
const NAMELESS = /%0[0ad]|%e2%80%a[89]/i;

/**
 * What Remix cannot hand to a route is answered here: no `Request` can be made of a TRACE, methods that it
 * does not know get no `Allow`, and its `*` matches no line break, so that a page would answer for the API.
 */
function refuseUnroutable({ method, path }: Request, response: Response, next: NextFunction): void {
  if (!METHODS.includes(method)) {
    const allowed = allowedAt(path) || 'GET, HEAD, POST';
    response.set('Allow', allowed);
    const message = `This address answers to ${allowed} only.`;
    return next(new AppError('bad_request', message, { status: 405 }));
  }
  if (pageKind(path) === 'api' && NAMELESS.test(path)) {
    return next(new AppError('not_found', 'There is no such address in the API.'));
  }
  next();
}
