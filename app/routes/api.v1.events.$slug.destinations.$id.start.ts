import { setDestinationEnabled } from '../domain/destinations';
import { requireDirector } from '../http/actor';
import { readJson } from '../http/body';
import { idParam, slugParam } from '../http/params';
import { answer, api } from '../http/respond';
import { Empty } from '../http/schemas';

const start = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireDirector(request, context, slug);
    const id = idParam(params.id);
    await readJson(request, Empty);
    return answer(await setDestinationEnabled(context.services, actor, slug, id, true));
  },
});

export const loader = start.loader;
export const action = start.action;
