import type { AppLoadContext } from '@remix-run/node';
import { AppError } from '../../core/errors';
import type { Speaker } from '../domain/chat';
import { checkViewerTicket } from '../realtime/tickets';
import { requireCrew } from './actor';

type Viewer = Extract<Speaker, { kind: 'viewer' }>;

/** A viewer's ticket as a bearer token; null when the request carries none. */
function ticketOf(request: Request): string | null {
  return /^Bearer +(v1\.\S+)$/i.exec(request.headers.get('Authorization') ?? '')?.[1] ?? null;
}

/** The viewer behind a ticket. @throws AppError unauthenticated */
export function requireViewer(request: Request, context: AppLoadContext): Viewer {
  const ticket = ticketOf(request);
  const pass = ticket && checkViewerTicket(context.services.secrets.keysFor('viewer-ticket'), ticket);
  if (!pass || pass.audience !== 'public') {
    throw new AppError('unauthenticated', 'Send a viewer’s ticket: Authorization: Bearer TICKET.');
  }
  return { kind: 'viewer', eventId: pass.eventId, viewer: pass.viewer, ip: context.clientIp };
}

/**
 * Who wants to speak: by a viewer's ticket, else one of the crew. @throws AppError unauthenticated, not_found
 */
export async function speakerFor(request: Request, context: AppLoadContext, slug: string): Promise<Speaker> {
  if (ticketOf(request)) return requireViewer(request, context);
  return { kind: 'crew', actor: await requireCrew(request, context, slug) };
}
