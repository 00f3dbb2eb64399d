import { liftBan } from '../domain/chat';
import { requireModerator } from '../http/actor';
import { idParam, slugParam } from '../http/params';
import { api, noContent } from '../http/respond';

const ban = api({
  DELETE: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireModerator(request, context, slug);
    await liftBan(context.services, actor, slug, idParam(params.id));
    return noContent();
  },
});

export const loader = ban.loader;
export const action = ban.action;
