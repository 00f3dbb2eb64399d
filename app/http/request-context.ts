import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { Env } from '../config/env';
import { clientAddress, isIn } from '../../core/client-address';
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
 * removed, because the adapter of Remix reads X-Forwarded-Host from anyone who sends it (T25).
 */
export function findRequestContext(env: Pick<Env, 'edge' | 'publicUrl' | 'trustedProxies'>) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const ip = addressOf(request, env.trustedProxies);
    const proxied = isIn(request.socket.remoteAddress ?? '', env.trustedProxies);
    if (!proxied) for (const name of FORWARDING) delete request.headers[name];
    const origin = answerOrigin(env, {
      protocol: request.protocol,
      host: request.get('x-forwarded-host')?.split(',')[0]?.trim() ?? request.headers.host,
    });
    known.set(request, { ip, origin });
    next();
  };
}

/** The client's address of a request that no middleware has seen, such as a socket's handshake. */
export function addressOf({ socket, headers }: IncomingMessage, trusted: readonly string[]): string {
  return clientAddress(socket.remoteAddress, headers['x-forwarded-for'], trusted);
}
