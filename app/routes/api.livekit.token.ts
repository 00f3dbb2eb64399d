import { viewerToken } from '../domain/media';
import { readQuery } from '../http/body';
import { answer, api } from '../http/respond';
import { ViewerTokenQuery } from '../http/schemas';

const token = api({
  GET: async ({ request, context }) => {
    const { room, username } = readQuery(request, ViewerTokenQuery);
    const name = username || 'Viewer';
    return answer(await viewerToken(context.services, room, name, context.clientIp, context.origin));
  },
});

export const loader = token.loader;
export const action = token.action;
