import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { AppError } from '../../core/errors';
import type { EmbedHeartbeats } from '../realtime/viewers/embed-heartbeats';
import { requestContextOf } from './request-context';

/** A ticket is some 200 characters. */
const BODY = '2kb';

/**
 * Heartbeats of embedded players. Here and not among the routes, because each viewer sends one every ten
 * seconds and nothing of a page is needed to answer it.
 */
export function presenceRoutes(embeds: Pick<EmbedHeartbeats, 'heard' | 'left'>): Router {
  const router = Router();
  router.post('/api/presence/:slug', (request, response, next) => {
    const [, ticket = ''] = /^Bearer +(\S+)$/i.exec(request.get('Authorization') ?? '') ?? [];
    embeds
      .heard(request.params.slug, ticket, requestContextOf(request).ip)
      .then((answer) => response.json(answer))
      .catch(next);
  });
  // sendBeacon carries no header of ours, and of a type only what its body has: the ticket as it is, or as
  // JSON.
  router.post(
    '/api/presence/:slug/leave',
    express.text({ type: () => true, limit: BODY }),
    (request: Request<{ slug: string }, unknown, unknown>, response) => {
      embeds.left(ticketIn(typeof request.body === 'string' ? request.body.trim() : ''));
      response.status(204).end();
    },
  );
  router.all(['/api/presence/:slug', '/api/presence/:slug/leave'], otherMethod);
  return router;
}

const Left = z.object({ ticket: z.string() });

function ticketIn(body: string): string {
  if (!body.startsWith('{')) return body;
  try {
    return Left.parse(JSON.parse(body)).ticket;
  } catch (cause) {
    throw new AppError('bad_request', 'Send the ticket, or {"ticket": …}.', { cause });
  }
}

function otherMethod(_request: Request, response: Response, next: NextFunction): void {
  response.set('Allow', 'POST');
  next(new AppError('bad_request', 'This address answers to POST only.', { status: 405 }));
}
