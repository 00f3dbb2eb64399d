import { revokeLink } from '../domain/crew';
import { requireOwner } from '../http/actor';
import { idParam, slugParam } from '../http/params';
import { api, noContent } from '../http/respond';

const link = api({
  DELETE: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    await revokeLink(context.services, actor, slug, idParam(params.id));
    return noContent();
  },
});

export const loader = link.loader;
export const action = link.action;
