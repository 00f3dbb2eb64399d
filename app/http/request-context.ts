import type { NextFunction, Request, Response } from 'express';
import type { Env } from '../config/env';
import { clientIp } from './client-ip';
import { answerOrigin } from './origin';

/** What a proxy may say of a request; from anybody else it says nothing. */
const FORWARDING = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'forwarded',
];

/** Facts of a request that were checked once, for everything after. */
export interface RequestContext {
  /** The client's address, as far as TRUSTED_PROXIES lets us know it. */
  ip: string;
  /** By which answers name addresses. */
  origin: string;
}

const known = new WeakMap<Request, RequestContext>();

export function requestContextOf(request: Request): RequestContext {
  const context = known.get(request);
  if (!context) throw new Error('findRequestContext has not run for this request.');
  return context;
}

/**
 * Finds out who asks and under which address. Headers of a peer that TRUSTED_PROXIES does not name are
 * removed, because the adapter of Remix reads X-Forwarded-Host whoever sent it (T25).
 */
export function findRequestContext(env: Pick<Env, 'edge' | 'publicUrl' | 'trustedProxies'>) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const ip = clientIp(request.socket.remoteAddress, header(request, 'x-forwarded-for'), env.trustedProxies);
    // The next hop counts only where the peer is a trusted proxy.
    const proxied = clientIp(request.socket.remoteAddress, '0.0.0.0', env.trustedProxies) === '0.0.0.0';
    if (!proxied) for (const name of FORWARDING) delete request.headers[name];
    const origin = answerOrigin(env, {
      protocol: request.protocol,
      host: header(request, 'x-forwarded-host')?.split(',')[0]?.trim() ?? request.headers.host,
    });
    known.set(request, { ip, origin });
    next();
  };
}

function header(request: Request, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
