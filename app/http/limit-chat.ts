import type { NextFunction, Request, Response } from 'express';
import { limitKey } from '../../core/address';
import { checkViewerTicket } from '../realtime/tickets';
import { tooFast } from '../domain/chat/send-message';
import type { Services } from '../services';
import { sendError } from './error-answer';
import { requestContextOf } from './request-context';

const CHAT = /^\/api\/chat\/[\w-]{1,64}\/?$/;
const TICKET = /^Bearer +(v1\.\S{1,1000})$/i;

/**
/**
 * Refuses a viewer who writes too fast before anything else is done for the request: no log line, no body, no
 * Remix. A request of a flood costs one signature check, and the edge delays the refusals of who continues
 * (safety T22, F27). The endpoint checks accepted requests in full.
 */
export function limitChat({ chat, secrets }: Pick<Services, 'chat' | 'secrets'>) {
  const key = secrets.keysFor('viewer-ticket');
  return (request: Request, response: Response, next: NextFunction): void => {
    if (request.method !== 'POST' || !CHAT.test(request.path)) return next();
    const ticket = TICKET.exec(request.headers.authorization ?? '')?.[1];
    const pass = ticket ? checkViewerTicket(key, ticket) : null;
    if (pass?.audience !== 'public') return next();
    const { eventId, viewer } = pass;
    const waitMs = chat.rateLimiter.take({
      eventId,
      viewer,
      address: limitKey(requestContextOf(request).ip),
    });
    if (waitMs === 0) {
      response.once('close', () => response.statusCode === 201 || chat.rateLimiter.giveBack(eventId));
      return next();
    }
    chat.counts.refuse('rate');
    sendError(response, tooFast('rate', waitMs));
  };
}
