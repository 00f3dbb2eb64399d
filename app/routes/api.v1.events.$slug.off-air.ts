import { goOffAir } from '../domain/shows';
import { requireHost } from '../http/actor';
import { readJson } from '../http/body';
import { slugParam } from '../http/params';
import { api, noContent } from '../http/respond';
import { Empty } from '../http/schemas';

const offAir = api({
  POST: async ({ request, params, context }) => {
    const slug = slugParam(params.slug);
    const actor = await requireHost(request, context, slug);
    await readJson(request, Empty);
    await goOffAir(context.services, actor, slug);
    return noContent();
  },
});

export const loader = offAir.loader;
export const action = offAir.action;
