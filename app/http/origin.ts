import type { NextFunction, Request, Response } from 'express';
import { urlHost } from '../../core/address';
import { AppError } from '../../core/errors';
import type { Env } from '../config/env';
import { lanAddress, type LanInterface, lanInterfaces, listeningOrigins } from '../config/lan';
import { carriesAuthority } from './cookies';

type Edge = Pick<Env, 'edge' | 'publicUrl'>;

/** The origins whose pages are ours: those the edge listens on, and PUBLIC_URL. */
export function allowedOrigins(env: Edge): string[] {
  const listening = listeningOrigins(env.edge);
  return env.publicUrl ? [new URL(env.publicUrl).origin, ...listening] : listening;
}

/** What of a request decides whether another site may have sent it. */
export interface OriginFacts {
  method: string;
  origin: string | null | undefined;
  secFetchSite: string | null | undefined;
  cookie: string | null | undefined;
}

/**
 * Whether a request may change something, as far as its origin goes (safety T16). Runs on every request that
 * is not a GET, HEAD or OPTIONS, before any route; those never change anything.
 *
 * - A browser names the page's origin on each of them: it must be ours.
 * - One that does not (old, or by policy) says `Sec-Fetch-Site`: it must be `same-origin`.
 * - Who sends neither is no browser that another site could misuse: an API client with its token, LiveKit, a
 *   simulated
 *   camera. Such a request may still not use a session or a crew link's cookie, since those are what a forged
 * request lives off.
 */
export function originAllowed(facts: OriginFacts, allowed: readonly string[]): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(facts.method.toUpperCase())) return true;
  if (facts.origin) return allowed.includes(facts.origin);
  if (facts.secFetchSite) return facts.secFetchSite === 'same-origin';
  return !carriesAuthority(facts.cookie);
}

/**
 * The origin that addresses in answers use: PUBLIC_URL, or else the one that was asked for, if it is one of
 * ours. A made-up `Host` gets the machine's own address and never its own back (T25).
 */
export function answerOrigin(env: Edge, asked: { protocol: string; host: string | undefined }): string {
  if (env.publicUrl) return new URL(env.publicUrl).origin;
  const address = `${asked.protocol}://${asked.host ?? ''}`;
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  return listeningOrigins(env.edge).includes(origin) ? origin : `http://localhost:${env.edge.port}`;
}

/** Before any body is read: what another site's page makes a browser send changes nothing (T16). */
export function refuseForeign(env: Edge) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const facts = {
      method: request.method,
      origin: request.headers.origin,
      secFetchSite: request.get('Sec-Fetch-Site'),
      cookie: request.headers.cookie,
    };
    if (originAllowed(facts, allowedOrigins(env))) return next();
    next(
      new AppError(
        'forbidden',
        'This request came from another site. Open Touchline under its own address, and set PUBLIC_URL to it.',
      ),
    );
  };
}

/**
 * A socket must come from one of our pages: CORS does not cover WebSocket, and a browser always names its
 * origin (T17).
 */
export function socketOriginAllowed(env: Edge) {
  return (origin: string | undefined): boolean =>
    origin !== undefined && allowedOrigins(env).includes(origin);
}

/**
 * Where the same page is served with HTTPS, for a phone that came without: PUBLIC_URL if it is one, else the
 * edge's HTTPS port on the name that was asked. Null where neither exists.
 */
export function secureOrigin(
  request: globalThis.Request,
  env: Pick<Env, 'publicUrl' | 'edge'>,
): string | null {
  if (env.publicUrl?.startsWith('https:')) return new URL(env.publicUrl).origin;
  if (env.edge.httpsPort === 0) return null;
  const url = new URL(request.url);
  url.protocol = 'https:';
  url.port = String(env.edge.httpsPort);
  return url.origin;
}

/**
 * Whether the page comes by the edge's own HTTPS, whose certificate a phone may not trust yet: not through a
 * proxy in front, which has one of its own.
 */
export function byOwnHttps(request: { url: string }, env: Pick<Env, 'edge'>): boolean {
  const { protocol, port } = new URL(request.url);
  return protocol === 'https:' && Number(port || 443) === env.edge.httpsPort;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The same address as a phone in this network can open it. Anyone who sets up the event sits at the machine
 * itself and sees `localhost`, which on a phone is the phone: there the machine's own HTTPS address stands
 * in.
 */
export function phoneLink(
  link: string,
  env: Pick<Env, 'publicUrl' | 'edge' | 'lanAddress'>,
  interfaces: readonly LanInterface[] = lanInterfaces(),
): string {
  const url = new URL(link);
  const lan = lanAddress(env.lanAddress, interfaces);
  if (env.publicUrl || env.edge.httpsPort === 0 || !lan || !LOOPBACK.includes(url.hostname)) return link;
  url.protocol = 'https:';
  url.hostname = urlHost(lan);
  url.port = String(env.edge.httpsPort);
  return url.href;
}
