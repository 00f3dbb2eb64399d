import { askedSlug, viewerToken } from '../domain/media';
import { hostToken } from '../domain/shows';
import { requireHost } from '../http/actor';
import { readQuery } from '../http/body';
import { answer, api } from '../http/respond';
import { TokenQuery } from '../http/schemas';
import { signViewerTicket } from '../realtime/tickets';

/**
 * A viewer's token and ticket for anyone; a host's token for whom it is, and nothing else for nobody (safety
 * T5).
 */
const token = api({
  GET: async ({ request, context }) => {
    const { services, clientIp, origin } = context;
    const { room, username, role } = readQuery(request, TokenQuery);
    if (role === 'host') {
      const slug = askedSlug(room);
      const actor = await requireHost(request, context, slug);
      return answer(await hostToken(services, actor, slug, origin));
    }
    const viewer = await viewerToken(services, room, username || 'Viewer', clientIp, origin);
    const { ticket, expiresInS } = signViewerTicket(services.secrets.derive('viewer-ticket'), viewer.eventId);
    return answer({ ...viewer.token, ticket, ticketExpiresInS: expiresInS });
  },
});

export const loader = token.loader;
export const action = token.action;
