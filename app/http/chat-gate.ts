import type { NextFunction, Request, Response } from 'express';
import { limitKey } from '../../core/address';
import { checkViewerTicket } from '../realtime/tickets.server';
import type { Services } from '../services';
import { askedOf } from './asked';

const CHAT = /^\/api\/chat\/[\w-]{1,64}\/?$/;
const TICKET = /^Bearer +(v1\.\S{1,1000})$/i;

/**
 * Answers a viewer who writes too fast before anything else is done for the request: no log line, no body, no page machinery. A
 * flood costs a signature each and nothing more (safety T22, F27). What passes is judged in full by the route.
 */
export function chatGate({ chat, secrets }: Pick<Services, 'chat' | 'secrets'>) {
  const key = secrets.keysFor('viewer-ticket');
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method !== 'POST' || !CHAT.test(request.path)) return next();
    const ticket = TICKET.exec(request.headers.authorization ?? '')?.[1];
    const pass = ticket ? checkViewerTicket(key, ticket) : null;
    if (pass?.audience !== 'public') return next();
    const { eventId, viewer } = pass;
    const waitMs = chat.gate.peek({ eventId, viewer, address: limitKey(askedOf(request).ip) });
    if (waitMs === 0) return next();
    response
      .status(429)
      .set({ 'Retry-After': String(Math.max(1, Math.ceil(waitMs / 1000))), 'Cache-Control': 'no-store' })
      .type('application/json')
      .send(REFUSED);
  };
}

const REFUSED = JSON.stringify({
  error: {
    reason: 'rate',
    code: 'rate_limited',
    message: 'That was fast. Wait a moment before the next message.',
  },
});
