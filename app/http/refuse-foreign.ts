import type { NextFunction, Request, Response } from 'express';
import type { Env } from '../config/env';
import { allowedOrigins, originAllowed } from './origin';

/** Before any body is read: what another site's page makes a browser send changes nothing (T16). */
export function refuseForeign(env: Pick<Env, 'edge' | 'publicUrl'>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const facts = {
      method: request.method,
      origin: request.headers.origin,
      secFetchSite: request.get('Sec-Fetch-Site'),
      cookie: request.headers.cookie,
    };
    if (originAllowed(facts, allowedOrigins(env))) return next();
    response.status(403).json({
      error: {
        code: 'forbidden',
        message:
          'This request came from another site. Open Touchline under its own address, and set PUBLIC_URL to it.',
      },
    });
  };
}

/**
 * A socket must come from one of our pages: CORS does not cover WebSocket, and a browser always names its
 * origin (T17).
 */
export function socketOriginAllowed(env: Pick<Env, 'edge' | 'publicUrl'>) {
  return (origin: string | undefined): boolean =>
    origin !== undefined && allowedOrigins(env).includes(origin);
}
