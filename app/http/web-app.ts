import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createRequestHandler } from '@remix-run/express';
import { createRequestHandler as createDrawer, type ServerBuild } from '@remix-run/node';
import express, { type Express, type Request, type Router } from 'express';
import sirv from 'sirv';
import type { AudienceAssets } from '../audience/assets.server';
import type { Services } from '../services';
import { accessLog } from './access-log';
import { answerFault } from './answer-error';
import { requestContextOf, findRequestContext } from './request-context';
import { renderCache } from '../audience/render-cache.server';
import { limitBody } from './body-limit';
import { chatGate } from './chat-gate';
import { FloodDelay } from './flood-delay';
import { hls } from './hls';
import { refuseForeign } from './refuse-foreign';
import { pageKind, securityHeaders } from './security-headers';

/** Names of built files hold a hash of their content, so a browser never has to ask for one again. */
const YEAR_S = 31_536_000;
const HOUR_S = 3_600;

export interface WebAppOptions {
  services: Services;
  build: ServerBuild;
  /** Folder of build/client. */
  clientDir: string;
  probes: Router;
  /** What is asked for too often to pass through the pages' machinery. */
  presence: Router;
  /** What the audience's pages run (app/audience/assets.server.ts). */
  audience: AudienceAssets;
}

/**
 * HTTP in the order in which it is decided: who asks, under which headers, from which site; then files,
 * probes, pages. No body parser: Remix reads the raw stream, and LiveKit's webhooks are signed over the raw
 * bytes.
 */
export function createWebApp({
  services,
  build,
  clientDir,
  probes,
  presence,
  audience,
}: WebAppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', services.env.trustedProxies);
  const nonces = new WeakMap<Request, string>();

  const back = new FloodDelay();
  app.use(back.drop);
  app.use(findRequestContext(services.env));
  // Before the log: a flood is counted, not written down.
  app.use(chatGate(services, back));
  app.use(accessLog(services.log));
  app.use((request, response, next) => {
    const nonce = randomBytes(16).toString('base64');
    nonces.set(request, nonce);
    const { origin } = requestContextOf(request);
    const { publicUrl: livekitUrl } = services.env.livekit;
    response.set(securityHeaders(pageKind(request.path), { nonce, origin, livekitUrl }));
    next();
  });
  app.use(refuseForeign(services.env));
  const getLoadContext = (request: Request) => ({
    services,
    nonce: nonces.get(request) ?? '',
    clientIp: requestContextOf(request).ip,
    origin: requestContextOf(request).origin,
    audience,
  });
  const draw = createDrawer(build, 'production');
  // Before the files: a crowd that opens the page must not have the disk asked for each of its addresses.
  app.use(
    renderCache((url, cookie, request) =>
      draw(new globalThis.Request(url, { headers: cookie ? { cookie } : {} }), getLoadContext(request)),
    ),
  );
  // Compressed once by the build, and not anew for everybody who opens a page.
  app.use(
    '/assets',
    sirv(join(clientDir, 'assets'), { brotli: true, gzip: true, immutable: true, maxAge: YEAR_S }),
  );
  // A built file that is not there is an old page's; answering it with a page would only confuse its browser.
  app.use('/assets', (_request, response) => void response.status(404).end());
  app.use(express.static(clientDir, { maxAge: HOUR_S * 1000, index: false, redirect: false }));
  app.use(probes);
  app.use(hls(services));
  app.use(presence);

  const remix = createRequestHandler({ build, mode: 'production', getLoadContext });
  app.all('*', (request, response, next) => {
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    if (hasBody && !limitBody(request, response)) return;
    // An async function; what it rejects with goes to `next` by itself.
    void remix(request, response, next);
  });
  app.use(answerFault(services.log));
  return app;
}
