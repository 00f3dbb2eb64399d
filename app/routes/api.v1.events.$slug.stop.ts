import { stopEvent } from '../domain/events';
import { apiState } from '../domain/state/api';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { Empty } from '../http/schemas';

const stop = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    await readJson(request, Empty);
    await stopEvent(context.services, actor, slug);
    return answer(await apiState(context.services, actor, slug));
  },
});

export const loader = stop.loader;
export const action = stop.action;
