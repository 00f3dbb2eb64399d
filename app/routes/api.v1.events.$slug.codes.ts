import { joinCodes } from '../domain/events';
import { requireCrew } from '../http/actor';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';

const codes = api({
  GET: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireCrew(request, context, slug);
    const { code, joinUrl } = await joinCodes(context.services, actor, slug, context.origin);
    return answer({ joinCode: code, joinUrl });
  },
});

export const loader = codes.loader;
export const action = codes.action;
