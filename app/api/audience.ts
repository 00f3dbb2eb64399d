import { z } from 'zod';
import { limitKey } from '../../core/address';
import { TicketRequest } from '../../contract/messages';
import { tokenHash } from '../../db/secrets';
import { LIMITS } from '../config/limits';
import { eventBySlug, noSuchEvent } from '../domain/access';
import { ownCamera } from '../domain/cameras/camera-token';
import { audienceAnswer } from '../domain/watch-page';
import { takeLimit } from '../domain/limits';
import { namesFor, readCookie } from '../http/cookies';
import { issueTicket, signViewerTicket, viewerToRenew } from '../realtime/tickets';
import { type Actors, ASK_WHO, authorityOf } from './actor';
import { type Ask, endpoint } from './define';
import { EventKind, EventStatus, moment, scoreFields, seq, Ticket } from './fields';

/** What the pages and players of viewers call. */

const Audience = z.object({
  seq,
  state: z.object({
    event: z.object({
      slug: z.string(),
      title: z.string(),
      kind: EventKind,
      status: EventStatus,
      startsAt: moment.nullable(),
      liveSince: moment.nullable(),
    }),
    players: z.array(
      z.object({
        id: z.string(),
        plugin: z.string(),
        label: z.string(),
        playerUrl: z.string(),
        chatUrl: z.string().nullable(),
        delayS: z.number(),
      }),
    ),
    score: z.object(scoreFields).nullable(),
  }),
  after: z
    .object({
      lastedS: z.number().nullable(),
      peakViewers: z.number().nullable(),
      watchedMinutes: z.number().nullable(),
      recordings: z.array(z.object({ url: z.string() })),
    })
    .nullable(),
});

type TicketAsk = Ask<'anyone', typeof TicketRequest, z.ZodType>;

/** Of one person, token or link, whatever browsers they use. */
const ticketKey = (actor: Actors['crew']): string =>
  actor.kind === 'crew' ? actor.linkId : `${actor.userId ?? actor.tokenId}:${actor.teams.join(',')}`;

/** SHA-256 of the cookie whose rights a person uses, so that a socket ends with it; none for a token. */
function sessionOf({ request, services, body }: TicketAsk, actor: Actors['crew']): string | undefined {
  const names = namesFor(request, services.instanceId);
  const slug = body.audience === 'crew' ? body.slug : '';
  if (actor.kind === 'member' && actor.via === 'token') return undefined;
  const cookie = readCookie(request, actor.kind === 'crew' ? names.crew(slug) : names.session);
  return cookie ? tokenHash(cookie).toString('hex') : undefined;
}

/** A short-lived ticket for the socket, by the rights of the one who asks (design §5). */
async function ticketFor(ask: TicketAsk) {
  const { services, body, request, context, clientIp } = ask;
  switch (body.audience) {
    case 'crew': {
      const actor = await ASK_WHO.crew(request, context, body.slug);
      const { event } = await authorityOf(request, context, body.slug);
      if (!event) throw noSuchEvent();
      await takeLimit(services, ticketKey(actor), LIMITS.ticketPerMinute);
      const session = sessionOf(ask, actor);
      return issueTicket(services.sql, { audience: 'crew', eventId: event.id, actor, session });
    }
    case 'camera': {
      const actor = await ASK_WHO.phone(request, context, '');
      await takeLimit(services, actor.cameraId, LIMITS.ticketPerMinute);
      await ownCamera(services, actor);
      return issueTicket(services.sql, { audience: 'camera', eventId: actor.eventId, actor });
    }
    case 'public': {
      await takeLimit(services, limitKey(clientIp), LIMITS.viewerTicketPerMinute);
      const event = await eventBySlug(services, { kind: 'viewer' }, body.slug);
      const key = services.secrets.keysFor('viewer-ticket');
      return signViewerTicket(key, event.id, viewerToRenew(key, event.id, body.renews));
    }
  }
}

export const audience = [
  endpoint('POST /api/realtime/ticket', {
    who: 'anyone',
    says: '`{ticket, expiresInS}`: a viewer’s ticket, or a single-use one for the pages’ socket by the rights of who asks',
    body: TicketRequest,
    answer: Ticket,
    fails: ['unauthenticated', 'forbidden', 'not_found'],
    limits: ['viewerTicketPerMinute', 'ticketPerMinute'],
    does: ticketFor,
  }),
  endpoint('GET /api/audience/:slug', {
    who: 'anyone',
    says: '`{seq, state, after}`: what anybody may know of an event, as it is now',
    answer: Audience,
    limits: ['audiencePerMinute'],
    does: async ({ services, slug, clientIp }) => {
      await takeLimit(services, limitKey(clientIp), LIMITS.audiencePerMinute);
      return audienceAnswer(services, null, slug);
    },
  }),
] as const;
