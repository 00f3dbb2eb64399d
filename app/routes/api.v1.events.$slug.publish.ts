import { publishEvent } from '../domain/events';
import { apiState } from '../domain/state/api';
import { requireOwner } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { Empty } from '../http/schemas';

const publish = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireOwner(request, context, slug);
    await readJson(request, Empty);
    await publishEvent(context.services, actor, slug);
    return answer(await apiState(context.services, actor, slug));
  },
});

export const loader = publish.loader;
export const action = publish.action;
