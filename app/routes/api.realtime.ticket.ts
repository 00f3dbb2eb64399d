import { limitKey } from '../../core/address';
import { tokenHash } from '../../db/secrets';
import { LIMITS } from '../config/limits';
import { eventBySlug } from '../domain/access/find';
import { takeLimit } from '../domain/limits';
import { requireCamera, requireCrew } from '../http/actor';
import { readJson } from '../http/body';
import { namesFor, readCookie } from '../http/cookies';
import { answer, api } from '../http/respond';
import { TicketRequest } from '../../contract/messages';
import { issueTicket, signViewerTicket, viewerToRenew } from '../realtime/tickets';

/** A short-lived ticket for the socket, by the rights of whoever asks (design §5). */
const ticket = api({
  POST: async ({ request, context }) => {
    const { services } = context;
    const body = await readJson(request, TicketRequest);
    switch (body.audience) {
      case 'crew': {
        const actor = await requireCrew(request, context, body.slug);
        const event = await eventBySlug(services, actor, body.slug);
        const cookie = readCookie(request, namesFor(request, services.instanceId).session);
        const session =
          actor.kind === 'member' && actor.via === 'session' && cookie
            ? tokenHash(cookie).toString('hex')
            : undefined;
        return answer(
          await issueTicket(services.sql, { audience: 'crew', eventId: event.id, actor, session }),
        );
      }
      case 'camera': {
        const actor = await requireCamera(request, context);
        return answer(await issueTicket(services.sql, { audience: 'camera', eventId: actor.eventId, actor }));
      }
      case 'public': {
        await takeLimit(services, limitKey(context.clientIp), LIMITS.viewerTicketPerMinute);
        const event = await eventBySlug(services, { kind: 'viewer' }, body.slug);
        const key = services.secrets.keysFor('viewer-ticket');
        return answer(signViewerTicket(key, event.id, viewerToRenew(key, event.id, body.renews)));
      }
    }
  },
});

export const loader = ticket.loader;
export const action = ticket.action;
