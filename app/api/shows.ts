import { z } from 'zod';
import { TOKEN_ROLES } from '../../contract/vocabulary';
import { SLUG_PATTERN } from '../../core/rooms';
import { line } from '../../core/text';
import { LIMITS } from '../config/limits';
import { slugOfRoom, viewerToken } from '../domain/media-tokens';
import { handleWebhook } from '../domain/rooms/livekit-webhook';
import { hostToken } from '../domain/shows/host-token';
import { initializeShow } from '../domain/shows/initialize-show';
import { readText } from '../http/body';
import { signViewerTicket } from '../realtime/tickets';
import { requireRight } from './actor';
import { endpoint, Reply } from './define';
import { MediaToken, slug } from './fields';

const Show = z
  .object({
    streamId: z.uuid(),
    showId: z.string(),
    room: z.string(),
    hostUrl: z.string(),
    watchUrl: z.string(),
    embedUrl: z.string(),
  })
  .meta({ id: 'show' });

const TokenQuery = z.strictObject({
  room: z
    .string()
    .min(1)
    .max(200)
    .meta({ override: { pattern: SLUG_PATTERN.source } }),
  username: line(60, 0).optional(),
  role: z.enum(TOKEN_ROLES).optional(),
});

const viewersTicket = { ticket: z.string().optional(), ticketExpiresInS: z.number().int().optional() };

export const shows = [
  endpoint('POST /api/streams/initialize', {
    who: 'member',
    says: '`{streamId, showId, room, hostUrl, watchUrl, embedUrl}`; 200 with the same stream for a `showId` of yours; 409 for another team’s or a match’s',
    body: z.strictObject({ showId: slug, hostName: line(60) }),
    answer: Show,
    status: 201,
    also: { 200: Show },
    fails: ['conflict'],
    limits: ['showCallsPerMinute'],
    does: async ({ services, actor, body, origin }) => {
      const { created, show } = await initializeShow(services, actor, body, origin);
      return new Reply(created ? 201 : 200, show);
    },
  }),
  /** A viewer's token and ticket for anyone; a host's token for whom it is, and for nobody else (T5). */
  endpoint('GET /api/livekit/token', {
    who: 'anyone',
    says: '`{token, url, room, identity, expiresAt, ticket, ticketExpiresInS}`: to watch, nothing else; 400 for what is no slug, 404, 410 when over. With `role=host`, for the host: a token to publish into a show, without a ticket; 409 for a match',
    query: TokenQuery,
    answer: MediaToken.extend(viewersTicket),
    fails: ['unauthenticated', 'forbidden', 'not_found', 'conflict', 'gone'],
    limits: ['viewerTokenPerMinute', 'cameraTokenPerMinute'],
    does: async ({ services, query: { room, username, role }, request, context, clientIp, origin }) => {
      if (role === 'host') {
        const of = slugOfRoom(room);
        const actor = await requireRight('host', request, context, of);
        return hostToken(services, actor, of, origin);
      }
      const viewer = await viewerToken(services, room, username || 'Viewer', clientIp, origin);
      const key = services.secrets.keysFor('viewer-ticket');
      const { ticket, expiresInS } = signViewerTicket(key, viewer.eventId);
      return { ...viewer.token, ticket, ticketExpiresInS: expiresInS };
    },
  }),
] as const;

export const webhooks = [
  endpoint('POST /api/webhooks/livekit', {
    who: 'livekit',
    says: 'LiveKit only: signed over the raw body',
    answer: null,
    fails: ['unauthenticated', 'bad_request'],
    limits: ['webhookPerMinute'],
    does: async ({ services, request }) => {
      // The signature is over the raw bytes, so the body is read as text and not as JSON.
      const body = await readText(request, LIMITS.webhookBytes);
      await handleWebhook(services, body, request.headers.get('Authorization'));
    },
  }),
] as const;
