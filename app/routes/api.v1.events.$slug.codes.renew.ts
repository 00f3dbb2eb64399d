import { renewCodes } from '../domain/events';
import { requireOwner } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { Empty } from '../http/schemas';

const renew = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    await readJson(request, Empty);
    const { code, joinUrl } = await renewCodes(context.services, actor, slug, context.origin);
    return answer({ joinCode: code, joinUrl });
  },
});

export const loader = renew.loader;
export const action = renew.action;
